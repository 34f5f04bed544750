package kernel

func axpyBody(a float64, x, y []float64) { axpyPortable(a, x, y) }

func scaleBody(dst []float64, a float64, x []float64) { scalePortable(dst, a, x) }

func addBody(dst, x, y []float64) { addPortable(dst, x, y) }

func subBody(dst, x, y []float64) { subPortable(dst, x, y) }

func mulBody(dst, x, y []float64) { mulPortable(dst, x, y) }

func divBody(dst, x, y []float64) { divPortable(dst, x, y) }

func mulAddBody(dst, x, y, z []float64) { mulAddPortable(dst, x, y, z) }

func expBody(dst, x []float64) { expPortable(dst, x) }

func expm1Body(dst, x []float64) { expm1Portable(dst, x) }

func logBody(dst, x []float64) { logPortable(dst, x) }

func log1pBody(dst, x []float64) { log1pPortable(dst, x) }

func log1pExpBody(dst, x []float64) { log1pExpPortable(dst, x) }

func invLogitBody(dst, x []float64) { invLogitPortable(dst, x) }

func softplusLogitBody(softplus, prob, x []float64) { softplusLogitPortable(softplus, prob, x) }

func sqrtBody(dst, x []float64) { sqrtPortable(dst, x) }

func tanhBody(dst, x []float64) { tanhPortable(dst, x) }

func normalResidBody(y, mu []float64, inv float64, dmu []float64) float64 {
	return normalResidPortable(y, mu, inv, dmu)
}

func bernoulliLogitBody(y, eta, deta []float64) (sum, product float64) {
	return bernoulliLogitPortable(y, eta, deta)
}

func binomialLogitBody(y, n, eta, deta []float64) float64 {
	return binomialLogitPortable(y, n, eta, deta)
}

func poissonLogBody(y, eta, deta []float64) float64 { return poissonLogPortable(y, eta, deta) }

func poissonLogWeightedBody(y, w, eta, deta []float64) float64 {
	return poissonLogWeightedPortable(y, w, eta, deta)
}

func sumBody(x []float64) float64 { return sumPortable(x) }

func dotBody(x, y []float64) float64 { return dotPortable(x, y) }

func sumSqBody(x []float64) float64 { return sumSqPortable(x) }

func expShiftSumBody(dst, x []float64, shift float64) float64 {
	return expShiftSumPortable(dst, x, shift)
}

func maxBody(x []float64) float64 { return maxPortable(x) }

func best() body { return portable }
