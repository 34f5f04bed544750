package dist

// Table is every distribution, univariate ones first.
var Table = []*Dist{
	&normal, &stdNormal, &studentT, &cauchy, &doubleExponential, &logistic, &lognormal,
	&exponential, &gamma, &invGamma, &weibull, &beta, &uniform,
	&bernoulli, &bernoulliLogit, &binomial, &binomialLogit,
	&poisson, &poissonLog, &negBinomial2, &negBinomial2Log,
	&categorical, &categoricalLogit, &multiNormalDist, &multiNormalCholesky, &lkjCorrCholesky, &dirichlet,
}
