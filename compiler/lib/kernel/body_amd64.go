package kernel

import "golang.org/x/sys/cpu"

// best returns the best body that processor and operating system support.
func best() body {
	switch x := cpu.X86; {
	case !(x.HasAVX2 && x.HasFMA && x.HasBMI2):
		return portable
	case x.HasAVX512F && x.HasAVX512DQ && x.HasAVX512VL:
		return avx512
	}
	return avx2
}
