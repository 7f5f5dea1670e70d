package main

import "testing"

func TestRecentDropsWhatWasNotUsedForTheLongestTime(t *testing.T) {
	r := newRecent[string, int](2)
	r.add("a", 1)
	r.add("b", 2)
	r.get("a")
	r.add("c", 3)
	for key, want := range map[string]bool{"a": true, "b": false, "c": true} {
		if _, got := r.get(key); got != want {
			t.Errorf("after the third entry it holds %s: %v, want %v", key, got, want)
		}
	}
	if len(r.entries) != 2 || r.order.Len() != 2 {
		t.Errorf("it holds %d entries in an order of %d, want 2", len(r.entries), r.order.Len())
	}
}

func TestRecentRemove(t *testing.T) {
	r := newRecent[string, int](2)
	r.add("a", 1)
	r.remove("a")
	r.remove("a")
	if _, ok := r.get("a"); ok || r.order.Len() != 0 {
		t.Error("it still holds what was removed")
	}
}
