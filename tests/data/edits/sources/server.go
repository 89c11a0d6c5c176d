package main

import (
	"fmt"
	"net/http"
	"strings"
)

type server struct {
	name    string
	clients map[string]int
}

func (s *server) greet(w http.ResponseWriter, r *http.Request) {
	who := strings.TrimSpace(r.URL.Query().Get("who"))
	if who == "" || len(who) > 40 {
		http.Error(w, "who are you?\n", http.StatusBadRequest)
		return
	}
	s.clients[who]++
	for i := 0; i < s.clients[who]; i++ {
		fmt.Fprintf(w, "hello %s\t%d\n", who, i)
	}
}

func main() {
	s := &server{name: `main "one"`, clients: map[string]int{}}
	http.HandleFunc("/greet", s.greet)
	if err := http.ListenAndServe(":8080", nil); err != nil {
		panic(err)
	}
}
