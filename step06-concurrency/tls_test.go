package main

import (
	"bufio"
	"crypto/tls"
	"crypto/x509"
	"io"
	"net"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// newTLSConfigs returns the configuration of a server and that of a client who
// trusts it.
func newTLSConfigs(t *testing.T) (server, client *tls.Config) {
	t.Helper()
	server, err := tlsConfig("", "")
	if err != nil {
		t.Fatal(err)
	}
	certificate, err := x509.ParseCertificate(server.Certificates[0].Certificate[0])
	if err != nil {
		t.Fatal(err)
	}
	roots := x509.NewCertPool()
	roots.AddCert(certificate)
	return server, &tls.Config{RootCAs: roots, ServerName: "localhost"}
}

// serveTLS lets s serve HTTPS on loopback, and returns its address and how to call.
func serveTLS(t *testing.T, s *Server) (addr string, client *tls.Config) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	server, client := newTLSConfigs(t)
	return serveOnLoopback(t, s, tls.NewListener(l, server)), client
}

func TestTLS(t *testing.T) {
	addr, config := serveTLS(t, newTestServer(t, answerPath))
	c, err := tls.Dial("tcp", addr, config)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	r := bufio.NewReader(c)
	io.WriteString(c, "GET /1 HTTP/1.1\r\nHost: a\r\n\r\nGET /2 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
	for _, want := range []string{"/1", "/2"} {
		if _, content := receive(t, r, "GET"); content != want {
			t.Errorf("got %q, want %s", content, want)
		}
	}
	expectEnd(t, r) // without close_notify it would be an unexpected end
}

// A client that ends its stream first still gets its answers.
func TestTLSHalfClose(t *testing.T) {
	addr, config := serveTLS(t, newTestServer(t, answerMuch))
	c, err := tls.Dial("tcp", addr, config)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	io.WriteString(c, getRoot+getRoot)
	c.CloseWrite()
	r := bufio.NewReader(c)
	for range 2 {
		if _, content := receive(t, r, "GET"); len(content) != 3*partSize+1 {
			t.Errorf("got %d bytes", len(content))
		}
	}
	expectEnd(t, r)
}

// A browser that was sent to http:// by mistake is told so, however much it sends.
func TestPlainHTTPToTheTLSPort(t *testing.T) {
	addr, _ := serveTLS(t, newTestServer(t, answerPath))
	for _, request := range []string{getRoot, "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\n\r\n" + strings.Repeat("a", 100000)} {
		c := dialLoopback(t, addr)
		io.WriteString(c, request)
		r := bufio.NewReader(c)
		res, content := receive(t, r, "GET")
		if res.StatusCode != 400 || !strings.Contains(content, "https://") || !res.Close || res.Header.Get("Date") == "" {
			t.Errorf("got %v: %q", res, content)
		}
		expectEnd(t, r)
	}
}

// What is neither TLS nor HTTP gets no answer of ours.
func TestNonsenseToTheTLSPort(t *testing.T) {
	addr, _ := serveTLS(t, newTestServer(t, answerPath))
	c := dialLoopback(t, addr)
	io.WriteString(c, "\x00\x01\x02\x03\x04")
	if got, _ := io.ReadAll(c); strings.Contains(string(got), "HTTP") {
		t.Errorf("got %q", got)
	}
}

// A handshake has the time that a head has. Shutdown does not wait for it.
func TestHandshakeThatStalls(t *testing.T) {
	for _, hello := range []string{"", "\x16\x03\x01\x00\xff"} {
		for _, isShutdown := range []bool{false, true} {
			synctest.Test(t, func(t *testing.T) {
				s := newTestServer(t, answerPath)
				config, _ := newTLSConfigs(t)
				server, client := newDuplex(t)
				served := make(chan bool)
				go func() {
					s.serveConn(tls.Server(acceptedDuplex{server}, config), nil)
					close(served)
				}()
				send(client, hello)
				synctest.Wait()
				want := s.HeaderTimeout + drainTime
				start := time.Now()
				go io.Copy(io.Discard, client)
				if isShutdown {
					want = lastCall + drainTime
					s.Shutdown(t.Context())
				}
				<-served
				if took := time.Since(start); took != want {
					t.Errorf("after %q and silence the connection was held for %v, want %v", hello, took, want)
				}
			})
		}
	}
}

// The deadlines hold beneath TLS, and a wait that is cut in two loses nothing.
func TestTLSIdleTimeout(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newTestServer(t, answerPath)
		serverConfig, clientConfig := newTLSConfigs(t)
		server, client := newDuplex(t)
		go s.serveConn(tls.Server(acceptedDuplex{server}, serverConfig), nil)
		c := tls.Client(acceptedDuplex{client}, clientConfig)
		r := bufio.NewReader(c)
		for range 3 {
			send(c, getRoot)
			receive(t, r, "GET")
			time.Sleep(s.IdleTimeout - 1)
		}
		expectEnd(t, r)
	})
}

func TestTLSConfigNamesTheMissingFile(t *testing.T) {
	if _, err := tlsConfig("no-such-file.pem", "no-such-key.pem"); err == nil || !strings.Contains(err.Error(), "no-such-file.pem") {
		t.Errorf("tlsConfig: %v", err)
	}
}
