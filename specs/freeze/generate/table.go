package main

import (
	"bytes"
	"fmt"
)

// header names the columns of every table.
const header = "dataset,epoch,freeze_p,seed,dev_loss\n"

// tables are the files to write, by name: all runs, and those on data set A.
func tables(rows []observation) map[string][]byte {
	isA := func(o observation) bool { return o.name() == "A" }
	all := func(observation) bool { return true }
	return map[string][]byte{
		"runs.csv":   table(rows, all),
		"runs_a.csv": table(rows, isA),
	}
}

// name is the name of the run's data set.
func (r run) name() string { return datasets[r.set].name }

// table prints the rows that are wanted, as CSV.
func table(rows []observation, want func(observation) bool) []byte {
	var b bytes.Buffer
	b.WriteString(header)
	for _, o := range rows {
		if want(o) {
			fmt.Fprintf(&b, "%s,%d,%.1f,%d,%.6g\n", o.name(), o.epoch, o.share(), o.seed, o.devLoss)
		}
	}
	return b.Bytes()
}
