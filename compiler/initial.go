package compiler

import (
	"hm/compiler/data"
	"hm/lang/source"
)

// Initial returns the unconstrained point of the parameter values in src, for
// chains to start at. Missing entries of data, which are parameters too, start
// at 0 on the unconstrained scale.
func (p *Program) Initial(src *data.Source) ([]float64, source.List) {
	vars := make([]data.Var, len(p.params))
	for i, x := range p.params {
		vars[i] = data.Var{Name: x.obj.Name, Type: x.obj.Type, Span: x.obj.Ident.Span}
	}
	bound, list := data.Bind(vars, src)
	values := map[string][]float64{}
	for _, x := range p.params {
		v, more := bound.Lookup(x.obj.Name, data.Shape{Dims: x.dims})
		list = append(list, more...)
		values[x.obj.Name] = v.Nums
	}
	if list.Err() != nil {
		return nil, list
	}
	q, err := p.Unconstrain(values)
	if err != nil {
		list = append(list, diagnose(err)...)
	}
	return q, list
}
