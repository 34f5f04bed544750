package draws

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
)

// Read reads the draws in a directory: hm's own files with their labels, or
// else any Stan CSV files there.
func Read(dir string) (*Table, error) {
	paths, err := csvFiles(dir)
	if err != nil {
		return nil, err
	}
	t, err := ReadFiles(paths...)
	if err != nil {
		return nil, err
	}
	var labels map[string]string
	if _, err := readJSON(filepath.Join(dir, labelsFile), &labels); err != nil {
		return nil, err
	}
	for i, n := range t.Names {
		if l := labels[n]; l != "" {
			t.Labels[i] = l
		}
	}
	var a account
	found, err := readJSON(filepath.Join(dir, samplerFile), &a)
	if err != nil {
		return nil, err
	}
	if found {
		t.Result = a.Result
	}
	return t, nil
}

// csvFiles returns the files of a directory that hold chains, in their order.
func csvFiles(dir string) ([]string, error) {
	if _, err := os.Stat(dir); err != nil {
		return nil, err
	}
	var paths []string
	for i := 0; ; i++ {
		p := chainPath(dir, i)
		if _, err := os.Stat(p); err != nil {
			break
		}
		paths = append(paths, p)
	}
	if len(paths) == 0 {
		paths, _ = filepath.Glob(filepath.Join(dir, "*.csv")) // sorted; the pattern is valid
	}
	if len(paths) == 0 {
		return nil, fmt.Errorf("%s holds no draws: there is no .csv file in it", dir)
	}
	return paths, nil
}

// ReadFiles reads Stan CSV files, one a chain, into one table.
func ReadFiles(paths ...string) (*Table, error) {
	files := make([]*stanFile, len(paths))
	errs := make([]error, len(paths))
	var wg sync.WaitGroup
	for i, p := range paths {
		wg.Go(func() { files[i], errs[i] = readFile(p) })
	}
	wg.Wait()
	if err := errors.Join(errs...); err != nil {
		return nil, err
	}
	return join(files)
}

// join makes a table of chains with the same columns.
func join(files []*stanFile) (*Table, error) {
	if len(files) == 0 {
		return nil, errors.New("no files to read")
	}
	first := files[0]
	if !slices.Contains(first.header, statNames[LogDensity]) {
		return nil, fmt.Errorf("%s has no column lp__: it holds no draws of a sampler", first.path)
	}
	t := &Table{MaxDepth: first.integer("max_depth")}
	var from []int
	for i, n := range first.header {
		if !strings.HasSuffix(n, "__") {
			t.Names = append(t.Names, bracketed(n))
			from = append(from, i)
		}
	}
	t.Labels = slices.Clone(t.Names)
	t.setChains(len(files))
	for c, f := range files {
		if !slices.Equal(f.header, first.header) {
			return nil, fmt.Errorf("%s has other columns than %s: they are not chains of one fit", f.path, first.path)
		}
		draws := f.columns()
		for i, k := range from {
			t.Columns[i][c] = draws[k]
		}
		for s, name := range statNames {
			if k := slices.Index(f.header, name); k >= 0 {
				t.Stats[s][c] = draws[k]
			}
		}
	}
	t.level()
	return t, nil
}

// A stanFile is one Stan CSV file.
type stanFile struct {
	path   string
	config map[string]string // the comments of the form key = value
	header []string
	rows   int
	values [][]float64 // by column, warm-up included
}

// integer is a number of the configuration, or 0.
func (f *stanFile) integer(key string) int {
	word, _, _ := strings.Cut(f.config[key], " ")
	n, _ := strconv.Atoi(word)
	return n
}

// columns returns the draws after warm-up.
func (f *stanFile) columns() [][]float64 {
	word, _, _ := strings.Cut(f.config["save_warmup"], " ")
	skip := 0
	if word == "1" || word == "true" {
		thin := max(f.integer("thin"), 1)
		skip = min((f.integer("num_warmup")+thin-1)/thin, f.rows)
	}
	out := make([][]float64, len(f.values))
	for i, c := range f.values {
		out[i] = c[skip:]
	}
	return out
}

func readFile(path string) (*stanFile, error) {
	r, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	f := &stanFile{path: path, config: map[string]string{}}
	if err := f.read(r); err != nil {
		return nil, err
	}
	if f.header == nil {
		return nil, fmt.Errorf("%s has no line of column names", path)
	}
	return f, nil
}

// read reads the lines. A last row without its line end is dropped: a crash may
// have cut its last number.
func (f *stanFile) read(r io.Reader) error {
	in := bufio.NewReaderSize(r, 1<<16)
	for n := 1; ; n++ {
		line, err := readLine(in)
		if len(line) > 0 && (err == nil || line[0] == '#') {
			if e := f.line(line); e != nil {
				return fmt.Errorf("%s:%d: %w", f.path, n, e)
			}
		}
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return fmt.Errorf("%s: %w", f.path, err)
		}
	}
}

// readLine returns a line of any length without its end; io.EOF comes with the
// last.
func readLine(in *bufio.Reader) ([]byte, error) {
	line, err := in.ReadSlice('\n')
	if err == bufio.ErrBufferFull {
		long := bytes.Clone(line)
		line, err = in.ReadBytes('\n')
		line = append(long, line...)
	}
	return bytes.TrimRight(line, "\r\n"), err
}

func (f *stanFile) line(line []byte) error {
	switch {
	case line[0] == '#':
		if key, v, ok := strings.Cut(string(line[1:]), "="); ok && f.header == nil {
			f.config[strings.TrimSpace(key)] = strings.TrimSpace(v)
		}
		return nil
	case f.header == nil:
		f.header = strings.Split(string(line), ",")
		f.values = make([][]float64, len(f.header))
		for i := range f.values {
			f.values[i] = []float64{} // not nil: a column without draws is still there
		}
		return nil
	}
	return f.row(line)
}

// row reads one draw. Nothing of a bad row is kept.
func (f *stanFile) row(line []byte) error {
	col := 0
	for rest, more := line, true; more; col++ {
		var word []byte
		word, rest, more = bytes.Cut(rest, []byte{','})
		if col == len(f.header) {
			f.undo()
			return fmt.Errorf("more than %d numbers", len(f.header))
		}
		// A sign before nan is hm's own; see appendLogDensity.
		x, err := strconv.ParseFloat(string(bytes.TrimPrefix(bytes.TrimSpace(word), []byte{'+'})), 64)
		if err != nil && !errors.Is(err, strconv.ErrRange) {
			f.undo()
			return fmt.Errorf("column %s: %q is not a number", f.header[col], word)
		}
		f.values[col] = append(f.values[col], x)
	}
	if col < len(f.header) {
		f.undo()
		return fmt.Errorf("%d numbers, want %d", col, len(f.header))
	}
	f.rows++
	return nil
}

// undo drops the numbers of an unfinished row.
func (f *stanFile) undo() {
	for i := range f.values {
		f.values[i] = f.values[i][:f.rows]
	}
}
