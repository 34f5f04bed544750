package syntax

import (
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"hm/lang/source"
)

// seed adds the test programs, each by itself, as the corpus to begin with.
func seed(f *testing.F) {
	files, err := filepath.Glob("testdata/*.hm")
	if err != nil || len(files) == 0 {
		f.Fatalf("no test files: %v", err)
	}
	for _, file := range files {
		src, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		for _, chunk := range strings.Split(string(src), "\n---\n") {
			f.Add([]byte(chunk))
		}
	}
}

// FuzzLex demands that tokens and comments are the text of the file, in
// order, with nothing but space between them.
func FuzzLex(f *testing.F) {
	seed(f)
	f.Fuzz(func(t *testing.T, src []byte) {
		s := &scanner{}
		s.file("f", src)
		type piece struct {
			at   source.Pos
			text string
		}
		var pieces []piece
		next := 0
		comment := func(c *Comment) {
			text := string(src[c.Pos.Offset:c.EndPos.Offset])
			if text != c.Text && !strings.HasPrefix(text, "#") {
				t.Errorf("the comment %q holds %q", c.Text, text)
			}
			pieces = append(pieces, piece{c.Pos, text})
		}
		for _, tok := range s.tokens {
			for ; next < len(s.comments) && s.comments[next].Pos.Offset < tok.Pos.Offset; next++ {
				comment(s.comments[next])
			}
			pieces = append(pieces, piece{source.Pos(tok.Pos), tok.Value})
		}
		for _, c := range s.comments[next:] {
			comment(c)
		}
		at := 0
		for _, p := range pieces {
			if p.at.Offset < at || strings.Trim(strings.TrimPrefix(string(src[at:p.at.Offset]), byteOrderMark), " \t\r\n\f") != "" {
				t.Fatalf("between offset %d and %q at %d there is more than space", at, p.text, p.at.Offset)
			}
			if end := p.at.Offset + len(p.text); end > len(src) || string(src[p.at.Offset:end]) != p.text {
				t.Fatalf("%q is not at offset %d", p.text, p.at.Offset)
			}
			if line := strings.Count(string(src[:p.at.Offset]), "\n") + 1; p.at.Line != line {
				t.Fatalf("%q is on line %d, want %d", p.text, p.at.Line, line)
			}
			at = p.at.Offset + len(p.text)
		}
		if strings.Trim(strings.TrimPrefix(string(src[at:]), byteOrderMark), " \t\r\n\f") != "" {
			t.Fatalf("%q at the end is in no token", src[at:])
		}
	})
}

// FuzzParse demands that any text can be parsed, that every problem has a
// place in it, a code and words, and that all can be drawn.
func FuzzParse(f *testing.F) {
	seed(f)
	f.Fuzz(func(t *testing.T, src []byte) {
		for _, opts := range []Options{{}, {Deprecated: true}} {
			file, list := Parse("f", src, opts)
			last := 0
			for _, d := range list {
				s := d.Span
				if s.Pos.Offset < last || s.EndPos.Offset < s.Pos.Offset || s.EndPos.Offset > len(src) || !s.Pos.IsValid() {
					t.Errorf("%s: the place is %v to %v", d.Msg, s.Pos, s.EndPos)
				}
				if d.Code == "" || d.Msg == "" {
					t.Errorf("%v: the code is %q, the message %q", s.Pos, d.Code, d.Msg)
				}
				last = s.Pos.Offset
			}
			var b strings.Builder
			if err := source.Render(&b, list, func(string) []byte { return src }, true); err != nil {
				t.Error(err)
			}
			whole(t, reflect.ValueOf(file), "File")
			bad := 0
			Inspect(file, func(n Node) bool {
				switch n.(type) {
				case *BadStmt, *BadExpr:
					bad++
				}
				return true
			})
			if bad > 0 && list.Err() == nil && !opts.Deprecated {
				t.Error("something is bad in the tree, and was not reported")
			}
		}
	})
}

// optional holds the parts of the tree that may be missing.
var optional = map[string]bool{
	"Declarator.Init": true, "Decl.Prior": true, "Tilde.Trunc": true, "Truncation.Lo": true, "Truncation.Hi": true,
	"If.Else": true, "Return.Value": true, "TypeExpr.Factor": true, "TypeExpr.Array": true, "FuncDef.Body": true,
	"IndexArg.Lo": true, "IndexArg.Hi": true,
}

// whole demands that no other part of a tree is missing, whatever was wrong
// with the program.
func whole(t *testing.T, v reflect.Value, where string) {
	switch v.Kind() {
	case reflect.Pointer, reflect.Interface:
		if !v.IsNil() {
			whole(t, v.Elem(), where)
		} else if !optional[where] {
			t.Fatalf("the tree has no %s", where)
		}
	case reflect.Slice:
		for i := range v.Len() {
			whole(t, v.Index(i), where)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			whole(t, v.Field(i), v.Type().Name()+"."+v.Type().Field(i).Name)
		}
	}
}
