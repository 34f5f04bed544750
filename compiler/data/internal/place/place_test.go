package place

import "testing"

func TestSpan(t *testing.T) {
	f := &File{"a.csv", "x,ö\n12,\u00e4b\n\nlast"}
	for _, tt := range []struct {
		from, to                                 int
		line, column, endLine, endColumn, endsAt int
	}{
		{0, 1, 1, 1, 1, 2, 1},
		{2, 4, 1, 3, 1, 4, 4},
		{8, 11, 2, 4, 2, 6, 11},
		{5, 13, 2, 1, 4, 1, 13},
		{13, 99, 4, 1, 4, 5, 17},
		{17, 17, 4, 5, 4, 5, 17},
		{99, 98, 4, 5, 4, 5, 17},
	} {
		s := f.Span(tt.from, tt.to)
		if s.Pos.Line != tt.line || s.Pos.Column != tt.column || s.EndPos.Line != tt.endLine || s.EndPos.Column != tt.endColumn || s.EndPos.Offset != tt.endsAt {
			t.Errorf("%d to %d: got %+v to %+v, want %+v", tt.from, tt.to, s.Pos, s.EndPos, tt)
		}
		if s.Pos.Filename != "a.csv" || s.EndPos.Filename != "a.csv" {
			t.Errorf("%d to %d has no file", tt.from, tt.to)
		}
	}
}
