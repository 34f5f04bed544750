package syntax

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/alecthomas/participle/v2/lexer"

	"hm/lang/source"
)

// A scanner turns text into tokens. It never fails: what is no token is
// reported and becomes a tokBad.
type scanner struct {
	include func(path, from string) ([]byte, error)

	src string
	pos lexer.Position

	tokens   []lexer.Token
	comments []*Comment
	list     source.List
	open     []string // the files being included, outermost first
}

const byteOrderMark = "\uFEFF"

// file scans one file after what was scanned before.
func (s *scanner) file(name string, src []byte) {
	outerSrc, outerPos := s.src, s.pos
	s.open = append(s.open, name)
	s.src, s.pos = string(src), lexer.Position{Filename: name, Line: 1, Column: 1}
	if strings.HasPrefix(s.src, byteOrderMark) {
		s.pos.Offset = len(byteOrderMark)
	}
	for s.pos.Offset < len(s.src) {
		s.scan()
	}
	s.open = s.open[:len(s.open)-1]
	if len(s.open) > 0 {
		s.src, s.pos = outerSrc, outerPos
	}
}

// lexer returns the tokens scanned, with an end.
func (s *scanner) lexer() lexer.Lexer {
	return &tokenList{tokens: append(s.tokens, lexer.EOFToken(s.pos))}
}

// rest returns the text that is still to be scanned.
func (s *scanner) rest() string { return s.src[s.pos.Offset:] }

// scan scans one token, comment or run of space.
func (s *scanner) scan() {
	rest := s.rest()
	switch c := rest[0]; {
	case isSpace(c):
		s.space(rest)
	case isLetter(c):
		s.word(rest)
	case isDigit(c), c == '.' && len(rest) > 1 && isDigit(rest[1]):
		s.number(rest)
	case c == '"':
		s.text(rest)
	case c == '#':
		s.hash(rest)
	case c == '/' && len(rest) > 1 && rest[1] == '/':
		s.comment(lineLength(rest))
	case c == '/' && len(rest) > 1 && rest[1] == '*':
		s.blockComment(rest)
	default:
		s.operator(rest)
	}
}

// advance moves over n bytes of text that has no line end.
func (s *scanner) advance(n int) source.Span {
	start := source.Pos(s.pos)
	s.pos.Column += utf8.RuneCountInString(s.src[s.pos.Offset : s.pos.Offset+n])
	s.pos.Offset += n
	return source.Span{Pos: start, EndPos: source.Pos(s.pos)}
}

// emit makes a token of the next n strings.
func (s *scanner) emit(kind lexer.TokenType, n int) {
	s.tokens = append(s.tokens, lexer.Token{Type: kind, Value: s.rest()[:n], Pos: s.pos})
	s.advance(n)
}

// bad makes a tokBad of the next n bytes and returns its place, to report.
func (s *scanner) bad(n int) source.Span {
	s.emit(tokBad, n)
	return spanOf(&s.tokens[len(s.tokens)-1])
}

func (s *scanner) space(rest string) {
	for i := range len(rest) {
		switch c := rest[i]; {
		case c == '\n':
			s.pos.Line++
			s.pos.Column = 0
		case !isSpace(c):
			return
		}
		s.pos.Offset++
		s.pos.Column++
	}
}

func (s *scanner) word(rest string) {
	n := 1
	for n < len(rest) && isNamePart(rest[n]) {
		n++
	}
	kind := tokIdent
	if _, ok := reserved[rest[:n]]; ok {
		kind = tokWord
	}
	s.emit(kind, n)
}

// number scans a literal; Stan Reference Manual, "Tokenizing rules".
func (s *scanner) number(rest string) {
	n, kind := 0, tokDotted
	if rest[0] != '.' {
		n, kind = digits(rest), tokInt
	}
	if n < len(rest) && rest[n] == '.' {
		if kind == tokInt {
			kind = tokReal
		}
		n++
		n += digits(rest[n:])
	}
	if e := exponent(rest[n:]); e > 0 {
		kind = tokReal
		n += e
	}
	if n < len(rest) && rest[n] == 'i' && (n+1 == len(rest) || !isNamePart(rest[n+1])) {
		kind = tokImag
		n++
	}
	s.emit(kind, n)
}

// digits returns the length of the digits that text begins with; single
// underscores may stand between digits.
func digits(text string) int {
	n := 0
	for n < len(text) && (isDigit(text[n]) || text[n] == '_' && n > 0 && n+1 < len(text) && isDigit(text[n+1])) {
		n++
	}
	return n
}

// exponent returns the length of the exponent that text begins with, or 0.
func exponent(text string) int {
	if len(text) == 0 || text[0] != 'e' && text[0] != 'E' {
		return 0
	}
	n := 1
	if n < len(text) && (text[n] == '+' || text[n] == '-') {
		n++
	}
	if d := digits(text[n:]); d > 0 {
		return n + d
	}
	return 0
}

func (s *scanner) text(rest string) {
	line := rest[:lineLength(rest)]
	if end := strings.IndexByte(line[1:], '"'); end >= 0 {
		s.emit(tokString, end+2)
		return
	}
	s.openString(s.bad(len(strings.TrimRight(line, " \t"))))
}

// hash scans #include, or an old comment.
func (s *scanner) hash(rest string) {
	line := rest[:lineLength(rest)]
	path, length := includePath(line)
	switch {
	case length == 0:
		span := s.comment(len(line))
		c := s.comments[len(s.comments)-1]
		c.Text = "//" + c.Text[1:]
		s.hashComment(span)
	case s.include == nil:
		s.comment(length)
	case path == "":
		s.noIncludePath(s.advance(length))
	default:
		s.expand(path, s.advance(length))
	}
}

// includePath returns the path of the include that line begins with, and the
// length of the directive, which is 0 if there is none.
func includePath(line string) (path string, length int) {
	rest, ok := strings.CutPrefix(line, "#include")
	if !ok || len(rest) > 0 && !isSpace(rest[0]) && rest[0] != '"' && rest[0] != '<' {
		return "", 0
	}
	name := strings.TrimLeft(rest, " \t\f\r")
	start := len(line) - len(name)
	if len(name) == 0 {
		return "", len("#include")
	}
	if quote, ok := map[byte]byte{'"': '"', '<': '>'}[name[0]]; ok {
		if end := strings.IndexByte(name[1:], quote); end >= 0 {
			return name[1 : end+1], start + end + 2
		}
	}
	end := strings.IndexFunc(name, func(r rune) bool { return r < utf8.RuneSelf && isSpace(byte(r)) })
	if end < 0 {
		end = len(name)
	}
	return name[:end], start + end
}

// maxIncludes bounds how deep files may include each other.
const maxIncludes = 50

// expand scans an included file.
func (s *scanner) expand(path string, span source.Span) {
	for _, name := range s.open {
		if name == path {
			s.includeCycle(span, path)
			return
		}
	}
	if len(s.open) > maxIncludes {
		s.includeTooDeep(span)
		return
	}
	src, err := s.include(path, s.pos.Filename)
	if err != nil {
		s.cannotInclude(span, path, err)
		return
	}
	s.file(path, src)
}

// comment makes a comment of the next n strings.
func (s *scanner) comment(n int) source.Span {
	text := strings.TrimRight(s.rest()[:n], " \t\r\f")
	span := s.advance(len(text))
	s.comments = append(s.comments, &Comment{Span: span, Text: text, own: s.onOwnLine(span.Pos.Offset)})
	return span
}

// onOwnLine reports whether only space stands before offset on its line.
func (s *scanner) onOwnLine(offset int) bool {
	for offset--; offset >= 0 && s.src[offset] != '\n'; offset-- {
		if !isSpace(s.src[offset]) {
			return false
		}
	}
	return true
}

func (s *scanner) blockComment(rest string) {
	n := len(rest)
	end := strings.Index(rest[2:], "*/")
	if end >= 0 {
		n = end + 4
	}
	c := &Comment{Text: rest[:n], own: s.onOwnLine(s.pos.Offset)}
	c.Pos = source.Pos(s.pos)
	s.pos.Advance(c.Text)
	c.EndPos = source.Pos(s.pos)
	s.comments = append(s.comments, c)
	if end < 0 {
		s.openComment(source.Span{Pos: c.Pos, EndPos: after(c.Pos, 2)})
		// A bad token here keeps the parser from complaining about the end of the file.
		s.tokens = append(s.tokens, lexer.Token{Type: tokBad, Pos: s.pos})
	}
}

func (s *scanner) operator(rest string) {
	for n := min(len(operators), len(rest)); n > 0; n-- {
		if operators[n-1][rest[:n]] {
			s.emit(tokOp, n)
			return
		}
	}
	r, n := utf8.DecodeRuneInString(rest)
	name := r == '_' || unicode.IsLetter(r)
	for n < len(rest) { // the whole run of strange characters is one problem
		next, size := utf8.DecodeRuneInString(rest[n:])
		if next < utf8.RuneSelf && !isControl(next) && !(name && isNamePart(byte(next))) {
			break
		}
		n += size
	}
	s.badCharacter(s.bad(n), r, rest[:n])
}

// after returns the place n ASCII characters after p, on the same line.
func after(p source.Pos, n int) source.Pos {
	p.Offset += n
	p.Column += n
	return p
}

// lineLength returns the length of the line that text begins with, without its
// end. A lone carriage return ends a line, as in Stan.
func lineLength(text string) int {
	if n := strings.IndexAny(text, "\r\n"); n >= 0 {
		return n
	}
	return len(text)
}

func isSpace(c byte) bool { return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' }
func isDigit(c byte) bool { return '0' <= c && c <= '9' }
func isLetter(c byte) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z'
}
func isNamePart(c byte) bool { return isLetter(c) || isDigit(c) || c == '_' }
func isControl(r rune) bool  { return r < ' ' && !isSpace(byte(r)) || r == 0x7F }
