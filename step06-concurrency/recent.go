package main

import "container/list"

// recent is a map that holds the max entries used most recently: one more, and
// the one that was not used for the longest time is dropped. So what is kept for
// each client has a bound, however many clients come. It is not safe for
// concurrent use: its owner has the lock.
type recent[K comparable, V any] struct {
	max     int // entries, a number
	entries map[K]*list.Element
	order   *list.List // of *entry[K, V], the one used last in front
}

type entry[K comparable, V any] struct {
	key   K
	value V
}

func newRecent[K comparable, V any](max int) *recent[K, V] {
	return &recent[K, V]{max, make(map[K]*list.Element), list.New()}
}

// get returns the value of key, which is thereby used.
func (r *recent[K, V]) get(key K) (value V, ok bool) {
	element, ok := r.entries[key]
	if !ok {
		return value, false
	}
	r.order.MoveToFront(element)
	return element.Value.(*entry[K, V]).value, true
}

// add puts in a value for a key that has none.
func (r *recent[K, V]) add(key K, value V) {
	if len(r.entries) >= r.max {
		r.remove(r.order.Back().Value.(*entry[K, V]).key)
	}
	r.entries[key] = r.order.PushFront(&entry[K, V]{key, value})
}

// remove takes key out, if it is there.
func (r *recent[K, V]) remove(key K) {
	if element, ok := r.entries[key]; ok {
		r.order.Remove(element)
		delete(r.entries, key)
	}
}
