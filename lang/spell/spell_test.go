package spell_test

import (
	"testing"

	"hm/lang/spell"
)

func TestNearest(t *testing.T) {
	names := []string{
		"normal", "normal_lpdf", "normal_lcdf", "cauchy", "log", "exp", "log1p", "sigma", "n", "N", "mu",
		"multi_normal_cholesky", "generated quantities", "transformed parameters", "model", "data",
	}
	tests := []struct{ x, want string }{
		{"nomral", "normal"},  // transposition
		{"norml", "normal"},   // deletion
		{"normall", "normal"}, // insertion
		{"Normal", "normal"},  // case
		{"caushy", "cauchy"},  // substitution
		{"cuachyy", "cauchy"}, // two edits
		{"normal_lpfd", "normal_lpdf"},
		{"lgo", "log"},
		{"sgima", "sigma"},
		{"moddel", "model"},
		{"generated quantites", "generated quantities"},
		{"multi_normal_choleski", "multi_normal_cholesky"},
		{"x", ""}, // one letter is near to nothing
		{"zz", ""},
		{"student_t", ""},
		{"", ""},
		{"beta", ""}, // two edits from data: too many for four letters
	}
	for _, test := range tests {
		got, ok := spell.Nearest(test.x, names)
		if got != test.want || ok != (test.want != "") {
			t.Errorf("Nearest(%q) = %q, %v; want %q", test.x, got, ok, test.want)
		}
	}
}

func TestNearestCases(t *testing.T) {
	tests := []struct {
		x          string
		candidates []string
		want       string
	}{
		{"k", []string{"K"}, "K"},
		{"mu", []string{"mu"}, ""},                 // equal is no suggestion
		{"abcd", []string{"abce", "abcf"}, "abce"}, // the first of equals
		{"abcd", []string{"abxd", "abdc", "Abcd"}, "Abcd"},
		{"sgma", []string{"sigma", "gamma"}, "sigma"},
		{"größe", []string{"grösse", "große"}, "große"},
		{"a", nil, ""},
	}
	for _, test := range tests {
		got, ok := spell.Nearest(test.x, test.candidates)
		if got != test.want || ok != (test.want != "") {
			t.Errorf("Nearest(%q, %q) = %q, %v; want %q", test.x, test.candidates, got, ok, test.want)
		}
	}
}
