package main

import (
	"fmt"
	"runtime"
	"runtime/debug"
	"strings"
)

// A versionCmd prints the version.
type versionCmd struct {
	JSON bool `help:"Print JSON."`
}

// versions is what there is to say about the program itself.
type versions struct {
	HM     string `json:"hm"`               // a release such as v0.2.0, or "devel"
	Commit string `json:"commit,omitempty"` // of the source, with -dirty if it was changed
	Go     string `json:"go"`
	Target string `json:"target"` // operating system and architecture
}

// Run prints the version.
func (c *versionCmd) Run(a *app) error {
	if c.JSON {
		return writeJSON(a.stdout, programVersions())
	}
	v := programVersions()
	_, err := fmt.Fprintf(a.stdout, "%s %s\n", versionLine(), v.Target)
	return err
}

// versionLine names the program and its version.
func versionLine() string {
	v := programVersions()
	line := "hm " + v.HM
	if v.Commit != "" {
		line += " (" + v.Commit + ")"
	}
	return line + " " + v.Go
}

// programVersions reads what the Go tool recorded in the program.
func programVersions() versions {
	v := versions{HM: "devel", Go: runtime.Version(), Target: runtime.GOOS + "/" + runtime.GOARCH}
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return v
	}
	if s := info.Main.Version; s != "" && s != "(devel)" && !strings.HasPrefix(s, "v0.0.0-") {
		v.HM = s
	}
	dirty := false
	for _, s := range info.Settings {
		switch s.Key {
		case "vcs.revision":
			v.Commit = s.Value[:min(12, len(s.Value))]
		case "vcs.modified":
			dirty = s.Value == "true"
		}
	}
	if dirty && v.Commit != "" {
		v.Commit += "-dirty"
	}
	return v
}
