package main

import (
	"context"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

// A gitState says which version of the user's project a file belongs to.
type gitState struct {
	Commit string `json:"commit"`
	// Dirty says that tracked files had uncommitted changes, as in
	// `git describe --dirty`.
	Dirty bool `json:"dirty"`
}

// gitTimeout bounds how long a fit waits for git.
const gitTimeout = 5 * time.Second

// gitOf asks git for the state of the tree that holds file, in the background.
// It sends nil where there is no git, no repository or no commit.
func gitOf(ctx context.Context, file string) <-chan *gitState {
	state := make(chan *gitState, 1)
	go func() { state <- askGit(ctx, file) }()
	return state
}

func askGit(ctx context.Context, file string) *gitState {
	ctx, cancel := context.WithTimeout(ctx, gitTimeout)
	defer cancel()
	git := func(args ...string) (string, error) {
		cmd := exec.CommandContext(ctx, "git", args...)
		cmd.Dir = filepath.Dir(file)
		// Asking must not write: another git may be at work.
		cmd.Env = append(cmd.Environ(), "GIT_OPTIONAL_LOCKS=0")
		out, err := cmd.Output()
		return strings.TrimSpace(string(out)), err
	}
	commit, err := git("rev-parse", "--verify", "HEAD")
	if err != nil {
		return nil
	}
	changes, err := git("status", "--porcelain", "--untracked-files=no")
	if err != nil {
		return nil
	}
	return &gitState{Commit: commit, Dirty: changes != ""}
}
