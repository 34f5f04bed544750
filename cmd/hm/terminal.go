package main

import (
	"bytes"
	"encoding/json"
	"io"
	"os"

	"hm/runtime/progress"
)

// isTerminal reports whether w is a terminal.
func isTerminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	return ok && progress.IsTerminal(f)
}

// colourful reports whether to write ANSI colours to w. It honours NO_COLOR
// (no-color.org) and terminals without any.
func colourful(w io.Writer) bool {
	return isTerminal(w) && os.Getenv("NO_COLOR") == "" && os.Getenv("TERM") != "dumb"
}

// writeJSON writes v as indented JSON.
func writeJSON(w io.Writer, v any) error {
	text, err := jsonText(v)
	if err != nil {
		return err
	}
	_, err = w.Write(text)
	return err
}

// jsonText returns v as indented JSON.
func jsonText(v any) ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	err := enc.Encode(v)
	return b.Bytes(), err
}
