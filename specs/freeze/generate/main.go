// Command generate makes the tables of specs/freeze: it trains small neural
// networks with some of their weights frozen and records the loss on the dev
// set after every epoch.
//
// A run is one network trained on one data set with one share of frozen weights
// from one seed; it gives one row an epoch. The numbers are the same on every
// machine: each random stream has its own seed, sums are taken in a fixed order
// without fused multiply-adds, and the loss is printed with six significant
// digits, which hides the last bits in which machines' exp and log differ.
package main

import (
	"flag"
	"log"
	"os"
	"path/filepath"
)

func main() {
	dir := flag.String("dir", ".", "directory the tables are written to")
	flag.Parse()
	for name, table := range tables(observations()) {
		if err := os.WriteFile(filepath.Join(*dir, name), table, 0o644); err != nil {
			log.Fatal(err)
		}
	}
}
