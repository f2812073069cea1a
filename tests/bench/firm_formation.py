"""FF-1, the reference workload (see firm_formation.h), in NumPy: the same months, the same checksum.

usage: firm_formation.py N T SEED
Prints a last line like that of firm_formation, so that anyone sees the ratio on his machine.
"""

import resource
import sys
import time

import numpy as np

UNIT = 2.0**-20
ACTIVE_BELOW = np.uint32(171798692)  # of 2^32: 4 %


def mixed(h):
    h ^= h >> np.uint32(16)
    h *= np.uint32(0x85EBCA6B)
    h ^= h >> np.uint32(13)
    h *= np.uint32(0xC2B2AE35)
    h ^= h >> np.uint32(16)
    return h


class Economy:
    def __init__(self, workers, seed):
        self.workers, self.seed, self.month = workers, seed, 0
        self.rows = np.arange(workers, dtype=np.uint32)
        self.spread = self.rows * np.uint32(0x9E3779B1)
        capacity = workers + workers // 16 + 64
        self.theta = self.uniform(slice(None), 1)
        self.friends = [self.friend(2), self.friend(3)]
        self.a = np.zeros(capacity)
        self.b = np.ones(capacity)
        self.a[:workers] = self.uniform(slice(None), 4) / 2
        self.b[:workers] = 0.75 + self.uniform(slice(None), 5) / 2
        self.firm = self.rows.copy()
        self.wealth = np.zeros(workers)
        self.members = np.zeros(capacity, dtype=np.int64)
        self.members[:workers] = 1
        self.efforts = np.zeros(capacity, dtype=np.int64)
        self.effort, _ = self.weigh(self.theta, np.zeros(workers), 1, self.a[:workers], self.b[:workers])
        self.efforts[:workers] = self.effort
        self.activations = self.moves = self.founded = 0

    def key(self, purpose):
        value = (self.month * 0x85EBCA77 + purpose * 0xC2B2AE3D + self.seed * 0x27D4EB2F) & 0xFFFFFFFF
        return mixed(np.array([value], dtype=np.uint32))[0]

    def hashed(self, rows, purpose):
        return mixed(self.spread[rows] ^ self.key(purpose))

    def uniform(self, rows, purpose):
        return (self.hashed(rows, purpose) + 0.5) * 2.0**-32

    def friend(self, purpose):
        row = (self.hashed(slice(None), purpose).astype(np.uint64) * np.uint64(self.workers)) >> np.uint64(32)
        row = row.astype(np.uint32)
        own = row == self.rows
        row[own] = (row[own] + np.uint32(1)) % np.uint32(self.workers)
        return row

    @staticmethod
    def weigh(theta, others, members, a, b):
        w = 1 + others
        root = np.sqrt(a * a + 4 * a * b * theta * theta * w + 4 * b * b * theta * theta * w * w)
        total = (2 * theta * b * w - a + root) / (2 * b * (1 + theta))
        whole = np.floor(np.maximum(total - others, 0) * 2**20 + 0.5)
        effort = whole * UNIT
        total = others + effort
        output = a * total + b * total * total
        value = theta * np.log(output / members) + (1 - theta) * np.log(1 - effort)
        return whole.astype(np.int64), value

    def run_month(self):
        self.month += 1
        hired = self.members > 0
        total = self.efforts * UNIT
        pay = np.zeros(len(hired))
        np.divide(self.a * total + self.b * total * total, self.members, out=pay, where=hired)
        self.wealth *= 0.98
        self.wealth += pay[self.firm]
        active = np.flatnonzero(self.hashed(slice(None), 0) < ACTIVE_BELOW)
        theta, own, before = self.theta[active], self.firm[active], self.effort[active]
        effort, best = self.weigh(theta, (self.efforts[own] - before) * UNIT, self.members[own],
                                  self.a[own], self.b[own])
        target = own.astype(np.int64)
        new_a, new_b = self.uniform(active, 6) / 2, 0.75 + self.uniform(active, 7) / 2
        choice, value = self.weigh(theta, 0.0, 1, new_a, new_b)
        better = value > best
        effort, best, target = (np.where(better, choice, effort), np.where(better, value, best),
                                np.where(better, -1, target))
        for friends in self.friends:
            firm = self.firm[friends[active]]
            choice, value = self.weigh(theta, self.efforts[firm] * UNIT, self.members[firm] + 1,
                                       self.a[firm], self.b[firm])
            better = (value > best) & (firm != own)
            effort, best, target = (np.where(better, choice, effort), np.where(better, value, best),
                                    np.where(better, firm, target))
        founders = np.flatnonzero(target < 0)
        rows = np.flatnonzero(~hired)[:len(founders)]
        target[founders] = rows
        self.a[rows], self.b[rows] = new_a[founders], new_b[founders]
        np.subtract.at(self.efforts, own, before)
        np.add.at(self.efforts, target, effort)
        moved = target != own
        np.subtract.at(self.members, own[moved], 1)
        np.add.at(self.members, target[moved], 1)
        self.firm[active], self.effort[active] = target, effort
        self.activations += len(active)
        self.moves += int(moved.sum())
        self.founded += len(founders)

    def checksum(self):
        c = 0
        for firm, effort in zip(self.firm.tolist(), self.effort.tolist()):
            c = ((31 * c + firm) ^ effort) & 0xFFFFFFFF
        return c


def main():
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    workers, months, seed = (int(text) for text in sys.argv[1:])
    if workers < 2 or months < 1:
        sys.exit("firm_formation.py: N is at least 2, T at least 1")
    economy = Economy(workers, seed)
    started = time.perf_counter()
    for _ in range(months):
        economy.run_month()
    seconds = time.perf_counter() - started
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"N={workers} T={months} seed={seed} threads=1 cs={economy.checksum():08x} "
          f"firms={int((economy.members > 0).sum())} max={economy.members.max()} "
          f"effort={economy.efforts.sum()} activations={economy.activations} moves={economy.moves} "
          f"founded={economy.founded} worker_months_per_s={workers * months / seconds:.0f} "
          f"bytes_per_worker={peak * 2**20 / workers:.1f} peak_mib={peak:.0f}")


if __name__ == "__main__":
    main()
