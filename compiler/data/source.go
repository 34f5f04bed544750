package data

import (
	"hm/compiler/data/internal/expr"
	"hm/compiler/data/internal/literal"
	"hm/compiler/data/internal/table"
	"hm/lang/source"
)

// A Source is data that were read but not yet bound to a model.
type Source struct {
	spec   Spec
	table  *table.Table
	json   *literal.Map
	values map[string]*literal.Literal
	// exprs are the expressions of spec.Columns, entry by entry.
	exprs [][]*expr.Expr
	where *expr.Expr
}

// New reads the data of a spec.
func New(spec Spec) (*Source, source.List) {
	s := &Source{spec: spec, values: map[string]*literal.Literal{}}
	var list source.List
	if spec.Table != nil {
		t, l := table.Read(spec.Table.Name, string(spec.Table.Text))
		s.table, list = t, append(list, l...)
	}
	if spec.JSON != nil {
		m, l := literal.JSON(spec.JSON.Name, string(spec.JSON.Text))
		s.json, list = m, append(list, l...)
	}
	for _, v := range spec.Values {
		s.values[v.Name.Text] = literal.FromNode(v.Literal)
	}
	// Without its table every column would be reported as missing.
	if list.Err() != nil {
		return nil, list
	}
	s.readExprs(&list)
	if list.Err() != nil {
		return nil, list
	}
	return s, list
}

// NewJSON reads data in Stan's JSON alone.
func NewJSON(name string, text []byte) (*Source, source.List) {
	return New(Spec{JSON: &File{name, text}})
}

func (s *Source) readExprs(list *source.List) {
	for _, c := range s.spec.Columns {
		var exprs []*expr.Expr
		for _, text := range c.Exprs {
			exprs = append(exprs, s.readExpr(text, list))
		}
		s.exprs = append(s.exprs, exprs)
		if s.table == nil {
			list.Add(c.Name.Span, missingColumn, "add `table: FILE.csv` above it", "`%s` is bound to a column, but there is no table", c.Name.Text)
		}
	}
	if s.spec.Where.Text != "" {
		if s.where = s.readExpr(s.spec.Where, list); s.table == nil {
			list.Add(s.spec.Where.Span, missingColumn, "add `table: FILE.csv`", "`where` picks rows of a table, but there is no table")
		}
	}
}

// readExpr reads an expression. A text that is the name of a column is that
// column, whatever characters are in it.
func (s *Source) readExpr(text Text, list *source.List) *expr.Expr {
	if s.table == nil {
		return nil
	}
	if _, ok := s.table.Column(text.Text); ok {
		s.checkColumn(text, expr.Ref{Name: text.Text, To: len(text.Text)}, list)
		return expr.Column(text.Text)
	}
	e, err := expr.Parse(text.Text)
	if err != nil {
		list.Add(within(text, err.From, err.To), badExpression, err.Fix, "%s", err.Msg)
		return nil
	}
	for _, ref := range e.Refs() {
		s.checkColumn(text, ref, list)
	}
	return e
}

// checkColumn reports a column that is not in the table.
func (s *Source) checkColumn(text Text, ref expr.Ref, list *source.List) {
	at := within(text, ref.From, ref.To)
	switch i, ok := s.table.Column(ref.Name); {
	case !ok:
		e := expr.NoColumn(ref.Name, s.table.Names)
		list.Add(at, missingColumn, e.Fix, "%s in %s", e.Msg, s.table.File.Name)
	case i == table.Ambiguous:
		list.Add(at, missingColumn, "give them different names in its first line", "several columns of %s are called `%s`", s.table.File.Name, ref.Name)
	}
}
