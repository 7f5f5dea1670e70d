package main

import (
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
)

// nginxConfig is for one worker, which is the process itself. Files stay open and
// their data is looked up again once a minute.
const nginxConfig = `
daemon off;
master_process off;
pid %[1]s/nginx.pid;
error_log stderr crit;
worker_rlimit_nofile %[4]d;
events {
    worker_connections %[4]d;
}
http {
    access_log off;
    default_type application/octet-stream;
    sendfile on;
    tcp_nopush on;
    keepalive_timeout 60s;
    keepalive_requests 1000000000;
    client_header_timeout 10s;
    client_body_timeout 60s;
    send_timeout 30s;
    client_max_body_size 10m;
    open_file_cache max=1000 inactive=60s;
    open_file_cache_valid 60s;
    client_body_temp_path %[1]s/body;
    proxy_temp_path %[1]s/proxy;
    fastcgi_temp_path %[1]s/fastcgi;
    uwsgi_temp_path %[1]s/uwsgi;
    scgi_temp_path %[1]s/scgi;
    server {
        listen %[2]s backlog=4096;
        location = /hi {
            default_type "text/plain; charset=utf-8";
            return 200 "Hi!\n";
        }
        location /static/ {
            alias %[3]s/;
        }
    }
}
`

// maxFiles is for 10,000 connections and what else is open.
const maxFiles = 16384

// serveNginx becomes an nginx with those routes of step 6 that it can have. It
// cannot echo.
func serveNginx(addr, files string) error {
	path, err := exec.LookPath("nginx")
	if err != nil {
		return err
	}
	if _, _, err := net.SplitHostPort(addr); err != nil {
		return fmt.Errorf("ADDR: %w", err)
	}
	// Beside the files, so that it goes when they do.
	folder, err := os.MkdirTemp(filepath.Dir(files), "nginx-")
	if err != nil {
		return err
	}
	config := filepath.Join(folder, "nginx.conf")
	content := fmt.Sprintf(nginxConfig, folder, addr, files, maxFiles)
	if err := os.WriteFile(config, []byte(content), 0o644); err != nil {
		return err
	}
	return become(path, "-p", folder, "-c", config)
}
