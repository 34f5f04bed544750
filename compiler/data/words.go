package data

import (
	"fmt"
	"strings"

	"hm/lang/source"
)

// declaredHere is the note at the declaration of a variable.
func declaredHere(v Var) []source.Note {
	if !v.Span.Pos.IsValid() {
		return nil
	}
	return []source.Note{{Span: v.Span, Msg: fmt.Sprintf("`%s` is declared here", v.Name)}}
}

func givenTwiceAt(name Text, decl source.Span) source.Diagnostic {
	return source.Diagnostic{
		Span: name.Span, Code: givenTwice, Fix: "keep one of them",
		Msg: fmt.Sprintf("`%s` has an entry under `columns` and one under `values`", name.Text),
	}
}

// listed returns names as `a`, `b` and `c`, the first dozen of them.
func listed(names []string) string {
	const most = 12
	more := ""
	if len(names) > most {
		more = fmt.Sprintf(" and %d more", len(names)-most)
		names = names[:most]
	}
	quoted := make([]string, len(names))
	for i, n := range names {
		quoted[i] = "`" + n + "`"
	}
	if last := len(quoted) - 1; last > 0 && more == "" {
		return strings.Join(quoted[:last], ", ") + " and " + quoted[last]
	}
	return strings.Join(quoted, ", ") + more
}

// count returns n things.
func count(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %s", n, plural(what))
}

func plural(what string) string {
	if strings.HasSuffix(what, "ry") {
		return strings.TrimSuffix(what, "y") + "ies"
	}
	return what + "s"
}

// others returns n other things.
func others(n int, what string) string {
	if n == 1 {
		return "1 other " + what
	}
	return fmt.Sprintf("%d other %s", n, plural(what))
}

// numbered returns row 3, or rows 3, 5 and 9, the first few of them.
func numbered(what string, at []int, all int) string {
	if all == 1 {
		return fmt.Sprintf("%s %d", what, at[0])
	}
	parts := make([]string, len(at))
	for i, n := range at {
		parts[i] = fmt.Sprint(n)
	}
	if all > len(at) {
		return fmt.Sprintf("%s %s and %d more", plural(what), strings.Join(parts, ", "), all-len(at))
	}
	last := len(parts) - 1
	return fmt.Sprintf("%s %s and %s", plural(what), strings.Join(parts[:last], ", "), parts[last])
}
