package main

import (
	"bufio"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"errors"
	"math/big"
	"net"
	"time"
)

// tlsConfig returns the configuration for HTTPS with the certificate and key in
// the named files, or with one made on the spot if both names are "".
func tlsConfig(certFile, keyFile string) (*tls.Config, error) {
	var certificate tls.Certificate
	var err error
	if certFile == "" && keyFile == "" {
		certificate, err = selfSigned()
	} else {
		certificate, err = tls.LoadX509KeyPair(certFile, keyFile)
	}
	if err != nil {
		return nil, err
	}
	return &tls.Config{
		Certificates: []tls.Certificate{certificate},
		NextProtos:   []string{"http/1.1"},
	}, nil
}

// selfSigned makes a certificate for this machine, valid for a day, that lives in
// memory only. Nobody vouches for it, and browsers say so.
func selfSigned() (tls.Certificate, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return tls.Certificate{}, err
	}
	serial, err := rand.Int(rand.Reader, new(big.Int).Lsh(big.NewInt(1), 127))
	if err != nil {
		return tls.Certificate{}, err
	}
	template := &x509.Certificate{
		SerialNumber: serial,
		Subject:      pkix.Name{CommonName: "localhost"},
		DNSNames:     []string{"localhost"},
		IPAddresses:  []net.IP{net.IPv4(127, 0, 0, 1), net.IPv6loopback},
		NotBefore:    time.Now().Add(-time.Hour), // clocks differ
		NotAfter:     time.Now().Add(24 * time.Hour),
		KeyUsage:     x509.KeyUsageDigitalSignature,
		ExtKeyUsage:  []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}, err
}

// handshake makes the TLS handshake, and closes the connection if that fails. The
// connection is idle meanwhile: nothing was asked yet that Shutdown should wait for.
func (c *conn) handshake(secure *tls.Conn) error {
	c.setIdle(c.server.HeaderTimeout)
	defer c.setBusy()
	secure.SetWriteDeadline(time.Now().Add(c.server.HeaderTimeout))
	err := secure.Handshake()
	if err == nil {
		return nil
	}
	plain := secure.NetConn().(Conn) // *net.TCPConn is one
	var notTLS tls.RecordHeaderError
	if errors.As(err, &notTLS) && startsLikeHTTP(notTLS.RecordHeader) {
		refusePlain(plain)
	}
	closeInStages(plain)
	return err
}

// refusePlain tells a client that speaks plain HTTP to use HTTPS, in plain HTTP.
func refusePlain(plain Conn) {
	res := newResponse(400, "text/plain; charset=utf-8", []byte("This server speaks HTTPS: use https:// instead.\n"))
	res.Close = true
	w := bufio.NewWriter(plain)
	writeResponse(w, nil, res)
	w.Flush() // fails if, e.g., the client is gone
}

func startsLikeHTTP(record [5]byte) bool {
	return consistsOf(string(record[:3]), &tokenChars) // GET, POS, HEA, OPT, ...
}
