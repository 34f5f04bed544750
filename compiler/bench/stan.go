package main

import (
	"errors"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// A stanTime is what is known of a model in Stan, in microseconds; NaN for what
// is not.
type stanTime struct{ plain, optimised, target float64 }

// best is the better of Stan's times without and with --O1.
func (s stanTime) best() float64 {
	if math.IsNaN(s.optimised) {
		return s.plain
	}
	return min(s.plain, s.optimised)
}

type stanTimes map[string]stanTime

// readStan reads a CSV file of times, or all those of a directory. Its columns
// are model, stan_us, stan_O1_us and target_us, in any order and with others.
func readStan(path string) (stanTimes, error) {
	files := []string{path}
	if info, err := os.Stat(path); err != nil {
		return nil, err
	} else if info.IsDir() {
		if files, err = filepath.Glob(filepath.Join(path, "*.csv")); err != nil {
			return nil, err
		}
	}
	times := stanTimes{}
	for _, file := range files {
		if err := times.read(file); err != nil {
			return nil, fmt.Errorf("%s: %w", file, err)
		}
	}
	if len(times) == 0 {
		return nil, fmt.Errorf("%s: no times", path)
	}
	return times, nil
}

func (t stanTimes) read(file string) error {
	text, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	lines := strings.Split(strings.TrimSpace(string(text)), "\n")
	header := cells(lines[0])
	model := slices.Index(header, "model")
	if model < 0 || !slices.Contains(header, "stan_us") {
		return errors.New("the first line must name the columns model and stan_us")
	}
	for i, line := range lines[1:] {
		has := cells(line)
		if len(has) != len(header) {
			return fmt.Errorf("line %d has %d cells, must have %d", i+2, len(has), len(header))
		}
		var s stanTime
		for name, to := range map[string]*float64{"stan_us": &s.plain, "stan_O1_us": &s.optimised, "target_us": &s.target} {
			*to = math.NaN()
			if at := slices.Index(header, name); at >= 0 && has[at] != "" {
				if *to, err = strconv.ParseFloat(has[at], 64); err != nil {
					return fmt.Errorf("line %d: %w", i+2, err)
				}
			}
		}
		t[has[model]] = s
	}
	return nil
}

// cells cuts a line at its commas. One in parentheses is part of a remark, such
// as on a compile time: "20.4 (13.5 CPU, contended)".
func cells(line string) []string {
	var list []string
	depth, from := 0, 0
	for i, c := range line {
		switch {
		case c == '(':
			depth++
		case c == ')':
			depth--
		case c == ',' && depth == 0:
			list, from = append(list, strings.TrimSpace(line[from:i])), i+1
		}
	}
	return append(list, strings.TrimSpace(line[from:]))
}

// unmeasured lists the models with a target that are not among the results, sorted.
func (t stanTimes) unmeasured(results []result) []string {
	var names []string
	for name, s := range t {
		if !math.IsNaN(s.target) && !slices.ContainsFunc(results, func(r result) bool { return r.stan == name }) {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}
