package kernel

// The constants of the elementary functions, in a file of their own because the
// generator of the assembly reads it. The polynomials, lowest degree first, are
// minimax fits; testdata/coefficients.py prints them with their errors.
const (
	log2e    = 1.4426950408889634
	roundInt = 0x1.8p52              // adding it rounds to an integer, left in the low bits
	ln2Hi    = 0x1.62e42fefa3800p-1  // log 2 to 42 bits: its product with an exponent is exact
	ln2Lo    = 5.497923018708371e-14 // the rest of log 2

	expHigh    = 710.0  // exp overflows before
	expLow     = -746.0 // exp is 0 before
	expm1Low   = -64.0  // expm1 is -1 to the last bit before
	tanhHigh   = 20.0   // tanh is 1 to the last bit before
	tanhSmall  = 0.625  // tanh is a polynomial up to here
	phiHigh    = 40.0   // Φ(-x) and the density are 0 before
	invRoot2Pi = 0.3989422804014327
	tiny       = 0x1p-54 // expm1(x), log1p(x) and tanh(x) are x below

	minNormal = 0x1p-1022
	toNormal  = 0x1p54 // makes the smallest number a normal one

	// (e^r - 1 - r)/r² for |r| <= log(2)/2; error 2^-55 of e^r - 1.
	expC0 = 0.5000000000000006
	expC1 = 0.16666666666666685
	expC2 = 0.04166666666657362
	expC3 = 0.008333333333314562
	expC4 = 0.0013888888932379927
	expC5 = 0.000198412699030883
	expC6 = 2.480150444444866e-05
	expC7 = 2.7557227906933905e-06
	expC8 = 2.7626327151053134e-07
	expC9 = 2.511448694396236e-08

	// (log(1+f) - 2s)/(s z) for s = f/(2+f), z = s² and 1+f in [√½, √2]; error
	// 2^-59 of the log.
	logC0 = 0.6666666666666734
	logC1 = 0.39999999999414304
	logC2 = 0.2857142874247796
	logC3 = 0.22222198563205053
	logC4 = 0.18183564879192385
	logC5 = 0.153140355643505
	logC6 = 0.14796107711322637

	// The same for 1+f in [1, 2]; error 2^-59.
	softC0 = 0.6666666666666631
	softC1 = 0.4000000000015724
	softC2 = 0.2857142854785456
	softC3 = 0.2222222396968695
	softC4 = 0.1818174392652269
	softC5 = 0.1538655988851611
	softC6 = 0.13300974044411892
	softC7 = 0.1210608260477081
	softC8 = 0.08340117510068004
	softC9 = 0.17018545629013931

	// (tanh(x) - x)/(x z) for z = x², |x| <= 0.625; error 2^-56 of tanh.
	tanhC0  = -0.33333333333332876
	tanhC1  = 0.13333333333264913
	tanhC2  = -0.05396825393248114
	tanhC3  = 0.021869487601941667
	tanhC4  = -0.008863221318995506
	tanhC5  = 0.0035919915688037785
	tanhC6  = -0.0014549704675143158
	tanhC7  = 0.0005863524596632781
	tanhC8  = -0.00022863319770067718
	tanhC9  = 7.721913527555434e-05
	tanhC10 = -1.610752665457076e-05

	// exp(a²/2) Φ(-a) (a+5) for t = (a-5)/(a+5), 0 <= a <= 40; error 2^-60.
	phiC0  = 0.769193049750063
	phiC1  = -0.6653825028900568
	phiC2  = 0.4953056159699761
	phiC3  = -0.31353315667128784
	phiC4  = 0.1650203661704067
	phiC5  = -0.06911863870686406
	phiC6  = 0.020795066799275556
	phiC7  = -0.00299337676208685
	phiC8  = -0.0007978693895398353
	phiC9  = 0.000544898994609268
	phiC10 = -5.93758051480206e-05
	phiC11 = -4.976246551804099e-05
	phiC12 = 1.66816274156706e-05
	phiC13 = 3.979833888783497e-06
	phiC14 = -2.7706781708225086e-06
	phiC15 = -3.346280452331309e-07
	phiC16 = 4.361999126881745e-07
	phiC17 = 4.023284727466336e-08
	phiC18 = -7.001762972980742e-08
	phiC19 = -8.572756441590196e-09
	phiC20 = 1.0703645780633757e-08
	phiC21 = 2.2044012990229805e-09
	phiC22 = -1.1307071768257746e-09
	phiC23 = -3.6963145318919867e-10
)

// Bits of float64 numbers.
const (
	bitsOne      = 0x3ff0000000000000
	bitsSqrtHalf = 0x3fe6a09e667f3bcd
	bitsMantissa = 0x000fffffffffffff
	bitsTwo52    = 0x4330000000000000 // 2^52: or-ing a small integer in adds it
	two52        = 0x1p52
	expBias      = 1023
	mantissaBits = 52
)
