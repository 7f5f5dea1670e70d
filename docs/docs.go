// Package docs holds the lessons, and the tests that keep them and the steps true
// to each other.
package docs
