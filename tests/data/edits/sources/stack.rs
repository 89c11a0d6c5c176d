use std::collections::HashMap;
use std::fmt;

#[derive(Debug, Clone)]
pub struct Stack<T> {
    items: Vec<T>,
    limit: usize,
}

impl<T: Clone + fmt::Display> Stack<T> {
    pub fn new(limit: usize) -> Self {
        Stack { items: Vec::new(), limit }
    }

    pub fn push(&mut self, item: T) -> Result<(), String> {
        if self.items.len() >= self.limit {
            return Err(format!("full: {} \"items\"\n", self.limit));
        }
        self.items.push(item);
        Ok(())
    }

    pub fn counts(&self) -> HashMap<String, usize> {
        let mut found = HashMap::new();
        for item in &self.items {
            *found.entry(item.to_string()).or_insert(0) += 1;
        }
        found
    }
}
