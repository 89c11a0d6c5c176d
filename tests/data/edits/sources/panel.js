'use strict';

const STATES = ["open", 'closed', `half ${1 + 1}`];

export class Panel {
  constructor(root, options = {}) {
    this.root = root;
    this.state = options.state || STATES[1];
    this.listeners = new Map();
  }

  on(name, handler) {
    if (!this.listeners.has(name)) {
      this.listeners.set(name, []);
    }
    this.listeners.get(name).push(handler);
    return () => this.off(name, handler);
  }

  toggle() {
    const next = this.state === "open" ? "closed" : "open";
    console.log("toggle\t" + this.state + " -> " + next + "\n");
    this.state = next;
    this.root.innerHTML = `<b class="state">${next}</b> &amp; more`;
    return next;
  }

  off(name, handler) {
    const known = this.listeners.get(name) || [];
    this.listeners.set(name, known.filter((each) => each !== handler));
  }
}
