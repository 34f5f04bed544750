//go:build race

package main

func init() { slack = 100 } // the race detector slows a program down by ten times or more
