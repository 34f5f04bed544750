package draws

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"hm/runtime"
)

// The files beside the chains.
const (
	labelsFile  = "labels.json"  // an object from each name to its label
	samplerFile = "sampler.json" // what Stan CSV has no place for; see account
)

// An account is the content of sampler.json.
type account struct {
	Dim      int             `json:"dim"`
	MaxDepth int             `json:"max_depth"`
	Result   *runtime.Result `json:"result"`
}

func writeBeside(dir string, run *runtime.Run, r *runtime.Result) error {
	labels := make(map[string]string, len(run.Names))
	for i, n := range run.Names {
		labels[n] = run.Labels[i]
	}
	return errors.Join(
		writeJSON(filepath.Join(dir, labelsFile), labels),
		writeJSON(filepath.Join(dir, samplerFile), account{run.Dim, run.Config.MaxDepth, r}),
	)
}

func writeJSON(path string, v any) error {
	return writeWhole(path, func(w io.Writer) error {
		e := json.NewEncoder(w)
		e.SetIndent("", " ")
		e.SetEscapeHTML(false)
		return e.Encode(v)
	})
}

// readJSON fills v from a file, and reports whether there is one.
func readJSON(path string, v any) (bool, error) {
	text, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	if err := json.Unmarshal(text, v); err != nil {
		return false, fmt.Errorf("%s: %w", path, err)
	}
	return true, nil
}
