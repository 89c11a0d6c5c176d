<?php
declare(strict_types=1);

namespace App;

final class Login
{
    private array $tries = [];

    public function __construct(private Users $users, private int $most = 5)
    {
    }

    public function check(string $name, string $password): bool
    {
        if (($this->tries[$name] ?? 0) >= $this->most) {
            throw new \RuntimeException("too many tries for \"$name\"\n");
        }
        $user = $this->users->find($name);
        if ($user === null || !password_verify($password, $user->hash)) {
            $this->tries[$name] = ($this->tries[$name] ?? 0) + 1;
            return false;
        }
        unset($this->tries[$name]);
        return true;
    }
}
