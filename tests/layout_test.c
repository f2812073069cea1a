/* What large worlds stand on: blocks of memory, batches of arithmetic, messages in order. */
#include "bellwether/base/batch.h"
#include "bellwether/base/memory.h"
#include "bellwether/base/messages.h"
#include "support.h"

#include <math.h>
#include <stdlib.h>

static void a_block_stands_on_a_cache_line_and_keeps_what_it_held(void **state) {
  (void)state;
  char *block = memory_allocate(100);
  assert_non_null(block);
  assert_int_equal((uintptr_t)block % MEMORY_LINE, 0);
  for (int k = 0; k < 100; k++) block[k] = (char)k;
  block = memory_grow(block, 100, 3 * MEMORY_LARGE_PAGE);
  assert_non_null(block);
  assert_int_equal((uintptr_t)block % MEMORY_LARGE_PAGE, 0);
  for (int k = 0; k < 100; k++) assert_int_equal(block[k], k);
  free(block);
}

static void a_block_larger_than_memory_is_refused(void **state) {
  (void)state;
  char small = 1;
  assert_null(memory_allocate(SIZE_MAX));
  assert_null(memory_allocate(SIZE_MAX / 4));
  assert_null(memory_grow(&small, 1, SIZE_MAX / 4)); /* and `small` is not freed */
}

#define LOGS 4099
BATCH_CLONES __attribute__((noinline)) static void take_logs(const double *restrict x,
                                                             double *restrict y, size_t count) {
  for (size_t k = 0; k < count; k++) y[k] = batch_log(x[k]);
}

/* From the least normal number to the largest, and close to 1, where the logarithm is small. */
static double spread(size_t k) {
  const double fraction = 1 + (double)(k * 2654435761u % 1000003) / 1000003;
  if (k % 3 == 0) return ldexp(fraction, (int)(k % 2000) - 1000);
  return k % 3 == 1 ? 0.7 + 0.6 * (fraction - 1) : ldexp(fraction, (int)(k % 40) - 20);
}

static void logarithms_are_within_two_units_of_the_last_place(void **state) {
  (void)state;
  static double x[LOGS], y[LOGS];
  for (size_t k = 0; k < LOGS; k++) x[k] = spread(k);
  take_logs(x, y, LOGS);
  for (size_t k = 0; k < LOGS; k++) {
    const long double exact = logl((long double)x[k]);
    const double size = fabs((double)exact), place = nextafter(size, INFINITY) - size;
    EXPECT(fabsl((long double)y[k] - exact) <= 2 * (long double)place, "ln %a = %a", x[k], y[k]);
    EXPECT(y[k] == batch_log(x[k]), "ln %a differs in a batch", x[k]);
  }
  EXPECT(batch_log(1) == 0, "ln 1 = %a", batch_log(1));
  EXPECT(batch_log(0) == -(double)INFINITY, "ln 0 = %a", batch_log(0));
}

BATCH_CLONES __attribute__((noinline)) static void take_exps(const double *restrict x,
                                                             double *restrict y, size_t count) {
  for (size_t k = 0; k < count; k++) y[k] = batch_exp(x[k]);
}

static void exponentials_are_within_two_units_of_the_last_place(void **state) {
  (void)state;
  static double x[LOGS], y[LOGS];
  for (size_t k = 0; k < LOGS; k++) {
    x[k] = (k % 2 ? 1417 : 3) * ((double)(k * 2654435761u % 1000003) / 1000003 - 0.499);
  }
  take_exps(x, y, LOGS);
  for (size_t k = 0; k < LOGS; k++) {
    const long double exact = expl((long double)x[k]);
    const double place = nextafter((double)exact, INFINITY) - (double)exact;
    EXPECT(fabsl((long double)y[k] - exact) <= 2 * (long double)place, "e^%a = %a", x[k], y[k]);
    EXPECT(y[k] == batch_exp(x[k]), "e^%a differs in a batch", x[k]);
  }
  EXPECT(batch_exp(0) == 1, "e^0 = %a", batch_exp(0));
  EXPECT(batch_exp(-708.5) == 0, "e^-708.5 = %a", batch_exp(-708.5));
  EXPECT(batch_exp(709.5) == (double)INFINITY, "e^709.5 = %a", batch_exp(709.5));
  EXPECT(isnan(batch_exp(NAN)), "e^NAN = %a", batch_exp((double)NAN));
}

static void the_smaller_and_the_larger(void **state) {
  (void)state;
  assert_true(batch_min(1, 2) == 1 && batch_min(2, 1) == 1 && batch_min(-3, -3) == -3);
  assert_true(batch_max(1, 2) == 2 && batch_max(2, 1) == 2 && batch_max(-3, -3) == -3);
}

#define FLAGS 320u

/* Flags of every density; what stands behind the last is neither 0 nor 1 and must not matter. */
static void rows_whose_flag_is_set_are_selected_in_order(void **state) {
  (void)state;
  uint8_t flags[FLAGS];
  uint32_t expected[FLAGS], rows[FLAGS], by_bits[FLAGS];
  for (uint32_t count = 0; count <= FLAGS; count++) {
    uint32_t due = 0;
    for (uint32_t k = 0; k < FLAGS; k++) {
      flags[k] = k < count ? (k * 2654435761u >> 8) % FLAGS < count : 0xFF;
      if (k < count && flags[k]) expected[due++] = 1000 + k;
    }
    assert_int_equal(batch_select(flags, count, 1000, rows), due);
    assert_int_equal(batch_select_by_bits(flags, count, 1000, by_bits), due);
    assert_memory_equal(rows, expected, due * sizeof *rows);
    assert_memory_equal(by_bits, expected, due * sizeof *by_bits);
  }
}

static void columns_begin_on_lines_of_their_own_and_keep_what_they_held(void **state) {
  (void)state;
  enum { ROWS_AT_FIRST = 5, ROWS_LATER = 600000 };
  struct persons persons = {0};
  struct error error;
  assert_int_equal(persons_reserve(&persons, ROWS_AT_FIRST, &error), STATUS_OK);
  for (uint64_t id = 1; id <= ROWS_AT_FIRST; id++) persons_add(&persons, id, 7, 8, 2);
  assert_int_equal(persons_reserve(&persons, ROWS_LATER, &error), STATUS_OK);
  const uintptr_t lines[] = {(uintptr_t)persons.employer, (uintptr_t)persons.wage,
                             (uintptr_t)persons.town, (uintptr_t)persons.home};
  for (int a = 0; a < 4; a++) {
    assert_int_equal(lines[a] % MEMORY_LINE, 0);
    for (int b = 0; b < a; b++) assert_int_not_equal(lines[a] % 4096, lines[b] % 4096);
  }
  for (uint32_t k = 0; k < ROWS_AT_FIRST; k++) {
    assert_true(persons.id[k] == k + 1 && persons.employer[k] == NOBODY);
    assert_true(persons.town[k] == 7 && persons.home[k] == 8 && persons.skill[k] == 2);
  }
  persons_free(&persons);
}

static void a_digest_sees_every_byte_its_place_and_how_many_there_are(void **state) {
  (void)state;
  enum { BYTES = 203 };
  unsigned char bytes[BYTES] = {0};
  uint64_t seen[2 * BYTES + 1];
  size_t count = 0;
  for (size_t k = 0; k <= BYTES; k++) seen[count++] = columns_digest_bytes(bytes, k, 0);
  for (size_t k = 0; k < BYTES; k++) {
    bytes[k] ^= 1;
    seen[count++] = columns_digest_bytes(bytes, BYTES, 0);
    bytes[k] ^= 1;
  }
  for (size_t a = 0; a < count; a++) {
    for (size_t b = 0; b < a; b++) EXPECT(seen[a] != seen[b], "digests %zu and %zu are one", a, b);
  }
  assert_true(columns_digest_bytes(bytes, BYTES, 1) != columns_digest_bytes(bytes, BYTES, 2));
}

#define SENT 200003u
#define ROWS 70000u

/* Buckets of `least` rows and more. */
static void send(struct messages *messages, uint32_t least) {
  struct error error;
  assert_int_equal(messages_reserve(messages, SENT, ROWS, least, &error), STATUS_OK);
  for (uint32_t k = 0; k < SENT; k++) {
    const uint32_t to = k % 7 == 3 ? MESSAGES_NONE : k * 2654435761u % ROWS;
    messages->sent[k] = (struct message){to, k};
  }
}

static void expect_by_bucket(const struct messages *messages, uint32_t due) {
  uint32_t arrived = 0;
  assert_int_equal(messages->first[0], 0);
  for (uint32_t bucket = 0; bucket < messages->buckets; bucket++) {
    for (uint32_t k = messages->first[bucket]; k < messages->first[bucket + 1]; k++, arrived++) {
      const struct message *message = &messages->sorted[k];
      assert_int_equal(message->to >> messages->shift, bucket);
      assert_int_equal(message->to, message->what * 2654435761u % ROWS);
      if (k > messages->first[bucket]) assert_true(message[-1].what < message->what);
    }
  }
  assert_int_equal(arrived, due);
}

static void messages_arrive_by_bucket_in_the_order_of_senders(void **state) {
  (void)state;
  struct messages messages = {0};
  uint32_t sent = 0;
  send(&messages, 100);
  for (uint32_t k = 0; k < SENT; k++) sent += messages.sent[k].to != MESSAGES_NONE;
  messages_sort(&messages, SENT, 1);
  assert_true(messages.buckets <= MESSAGES_BUCKETS && messages.buckets > 1);
  expect_by_bucket(&messages, sent);
  send(&messages, ROWS + 1);
  messages_sort(&messages, SENT, 1);
  assert_int_equal(messages.buckets, 1);
  expect_by_bucket(&messages, sent);
  messages_free(&messages);
}

static void messages_ignore_the_thread_count(void **state) {
  (void)state;
  struct messages one = {0}, many = {0};
  send(&one, 100);
  messages_sort(&one, SENT, 1);
  for (int threads = 2; threads <= 7; threads += 5) {
    send(&many, 100);
    messages_sort(&many, SENT, threads);
    assert_memory_equal(one.first, many.first, sizeof one.first);
    assert_memory_equal(one.sorted, many.sorted, one.first[one.buckets] * sizeof(struct message));
  }
  messages_free(&one);
  messages_free(&many);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(a_block_stands_on_a_cache_line_and_keeps_what_it_held),
      cmocka_unit_test(a_block_larger_than_memory_is_refused),
      cmocka_unit_test(logarithms_are_within_two_units_of_the_last_place),
      cmocka_unit_test(exponentials_are_within_two_units_of_the_last_place),
      cmocka_unit_test(the_smaller_and_the_larger),
      cmocka_unit_test(rows_whose_flag_is_set_are_selected_in_order),
      cmocka_unit_test(columns_begin_on_lines_of_their_own_and_keep_what_they_held),
      cmocka_unit_test(a_digest_sees_every_byte_its_place_and_how_many_there_are),
      cmocka_unit_test(messages_arrive_by_bucket_in_the_order_of_senders),
      cmocka_unit_test(messages_ignore_the_thread_count)};
  return cmocka_run_group_tests_name("layout", tests, NULL, NULL);
}
