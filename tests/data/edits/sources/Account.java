package bank;

import java.util.ArrayList;
import java.util.List;

/** Money of one person. */
public class Account {
    private final String owner;
    private long cents;
    private final List<String> log = new ArrayList<>();

    public Account(String owner) {
        this.owner = owner;
    }

    public void deposit(long amount) {
        if (amount <= 0 && cents > 0) {
            throw new IllegalArgumentException("amount <= 0:\t" + amount);
        }
        cents += amount;
        log.add("deposit \"" + amount + "\"\n");
    }

    public boolean withdraw(long amount) {
        if (amount > cents) {
            log.add("refused " + amount);
            return false;
        }
        cents -= amount;
        return true;
    }
}
