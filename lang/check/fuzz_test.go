package check_test

import (
	"path/filepath"
	"testing"

	"hm/lang/check"
	"hm/lang/internal/chunked"
	"hm/lang/syntax"
	"hm/lang/types"
)

// FuzzCheck holds the checker to its promises for any text: it does not panic,
// every problem has a place, a code and a message, and a program without
// problems has a type for every expression.
func FuzzCheck(f *testing.F) {
	files, err := filepath.Glob("testdata/*.hm")
	if err != nil {
		f.Fatal(err)
	}
	for _, file := range files {
		for _, c := range chunked.Read(f, file) {
			f.Add(string(c.Source))
		}
	}
	f.Fuzz(func(t *testing.T, src string) {
		file, info, errs := checkSource("fuzz.hm", []byte(src))
		for _, e := range errs {
			if e.Code == "" || e.Msg == "" || !e.Span.Pos.IsValid() {
				t.Errorf("incomplete problem: %+v", e)
			}
		}
		check.Uncomputed(info)
		if errs.Err() == nil {
			complete(t, file, info)
		}
	})
}

// complete checks that every expression of a correct program has a type.
func complete(t *testing.T, file *syntax.File, info *check.Info) {
	for _, v := range info.Vars {
		if v.Type.Kind == types.Invalid {
			t.Errorf("%s has no type", v.Name)
		}
	}
	for e, typ := range info.Types {
		if typ.Kind == types.Invalid {
			t.Errorf("%s: %T has no type", e.Range().Pos, e)
		}
		if _, ok := info.Levels[e]; !ok {
			t.Errorf("%s: %T has no level", e.Range().Pos, e)
		}
	}
	syntax.Inspect(file, func(n syntax.Node) bool {
		switch n := n.(type) {
		case *syntax.Call, *syntax.Unary, *syntax.Binary, *syntax.Transpose, *syntax.Tilde:
			if info.Calls[n] == nil {
				t.Errorf("%s: %T is not resolved", n.Range().Pos, n)
			}
		}
		return true
	})
}
