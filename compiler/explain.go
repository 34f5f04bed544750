package compiler

import (
	"fmt"
	"io"
)

// An Explanation says what the compiler made of a program.
type Explanation struct {
	Dim  int    `json:"dim"`
	Tier string `json:"tier"` // "fast" or "reference"
	// Why says what keeps a program from the fast tier.
	Why        string          `json:"why,omitempty"`
	Operations int             `json:"operations"`
	Numbers    int             `json:"numbers"` // that depend on parameters
	Loops      []ExplainedLoop `json:"loops,omitempty"`
	Passes     []ExplainedPass `json:"passes"`
	// Draws is "fast" if what a draw saves is written down too, "walked" if
	// not.
	Draws string `json:"draws"`
}

// An ExplainedLoop is a loop of the model.
type ExplainedLoop struct {
	At       string `json:"at"` // file:line:column
	Together bool   `json:"together"`
	Why      string `json:"why,omitempty"` // it runs iteration by iteration
}

// An ExplainedPass is a pass and how many places it changed.
type ExplainedPass struct {
	Name  string `json:"name"`
	Doc   string `json:"doc"`
	Fired int    `json:"fired"`
}

// Fired returns how many places each pass changed, by name.
func (p *Program) Fired() map[string]int { return p.fired }

// Explain says what the compiler made of the program.
func (p *Program) Explain() Explanation {
	e := Explanation{Dim: p.dim, Tier: "reference", Draws: "walked"}
	if p.dynamic != nil {
		e.Why = p.dynamic.Error()
	}
	if p.density != nil {
		e.Tier, e.Operations, e.Numbers = "fast", len(p.density.Nodes), p.density.Slots
	}
	if p.draw != nil {
		e.Draws = "fast"
	}
	for _, l := range p.loops {
		e.Loops = append(e.Loops, ExplainedLoop{l.Span.Pos.String(), l.Alone == "", l.Alone})
	}
	for _, x := range Passes() {
		e.Passes = append(e.Passes, ExplainedPass{x.Name, x.Doc, p.fired[x.Name]})
	}
	return e
}

// WriteText writes the explanation for people.
func (e Explanation) WriteText(w io.Writer) {
	if e.Tier == "fast" {
		fmt.Fprintf(w, "log density  fast tier: %d operations on %d numbers, %d of them parameters\n", e.Operations, e.Numbers, e.Dim)
	} else {
		fmt.Fprintf(w, "log density  reference tier: %s\n", e.Why)
	}
	fmt.Fprintf(w, "draws        %s\n", map[string]string{"fast": "fast tier", "walked": "reference tier"}[e.Draws])
	for _, l := range e.Loops {
		how := "all iterations together"
		if !l.Together {
			how = "one iteration after another: " + l.Why
		}
		fmt.Fprintf(w, "loop         %s: %s\n", l.At, how)
	}
	for _, p := range e.Passes {
		times := "nothing to do"
		if p.Fired > 0 {
			times = fmt.Sprintf("%d times", p.Fired)
		}
		if p.Fired == 1 {
			times = "once"
		}
		fmt.Fprintf(w, "pass         %s (%s): %s\n", p.Name, p.Doc, times)
	}
}

// WriteIR writes the operations of the log density as text, one a line; nothing
// if the fast tier does not take the program.
func (p *Program) WriteIR(w io.Writer) {
	if p.density != nil {
		p.density.Print(w)
	}
}
