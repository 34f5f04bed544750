package draws

import "strings"

// dotted turns a name in brackets into the form of Stan's files: L[2,3] into
// L.2.3.
func dotted(name string) string {
	base, index, ok := strings.Cut(name, "[")
	if !ok {
		return name
	}
	return base + "." + strings.ReplaceAll(strings.TrimSuffix(index, "]"), ",", ".")
}

// bracketed undoes dotted. Names that do not end in numbers stay as they are.
func bracketed(name string) string {
	base, index, ok := strings.Cut(name, ".")
	if !ok || strings.Trim(index, "0123456789.") != "" || index == "" {
		return name
	}
	return base + "[" + strings.ReplaceAll(index, ".", ",") + "]"
}
