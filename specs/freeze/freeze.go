// Package freeze holds the first user's problem: how the loss of a small neural
// network depends on the share of its weights that were frozen. README.md says
// how the data were made; the directive below makes them again, bit for bit.
package freeze

//go:generate go run ./generate
