#define _XOPEN_SOURCE 700
#include "support.h"

#include "bellwether/base/date.h"
#include "bellwether/base/file.h"
#include "bellwether/base/journal.h"
#include "bellwether/base/quantity.h"
#include "bellwether/base/sum.h"
#include "bellwether/study/compare.h"
#include "bellwether/study/validate.h"

#include <gsl/gsl_randist.h>
#include <gsl/gsl_statistics.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Known-answer vectors of philox4x32, 10 rounds, as published with Random123. */
static void draws_give_the_published_known_answers(void **state) {
  (void)state;
  static const struct {
    uint32_t counter[4], key[2], answer[4];
  } known[] = {
      {{0, 0, 0, 0}, {0, 0}, {0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}},
      {{0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff},
       {0xffffffff, 0xffffffff},
       {0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd}},
      {{0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344},
       {0xa4093822, 0x299f31d0},
       {0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1}},
  };
  for (size_t k = 0; k < sizeof known / sizeof known[0]; k++) {
    /* The counter's third word is month and purpose: undo the packing that draw_words does. */
    const uint32_t third = known[k].counter[2];
    const struct draw_key key = {known[k].key[0], known[k].key[1]};
    const uint64_t id = (uint64_t)known[k].counter[1] << 32 | known[k].counter[0];
    const struct draw_words words = draw_words(key, (enum draw_purpose)(third >> 20), id,
                                               (int32_t)(third & 0xFFFFF) - DRAW_MONTH_SHIFT,
                                               known[k].counter[3]);
    for (int i = 0; i < 4; i++) assert_int_equal(words.v[i], known[k].answer[i]);
  }
}

static void draws_of_many_and_of_a_series_are_those_of_one(void **state) {
  (void)state;
  enum { MOST = 37, BEYOND = 0xABCD };
  const struct draw_key key = {0xFFFFFFFFu, 0x9ABCDEF0u};
  const uint64_t start = 0x89ABCDEF01234567u;
  uint64_t ids[MOST];
  uint32_t many[4][MOST + 1], series[4][MOST + 1];
  uint32_t *const many_out[4] = {many[0], many[1], many[2], many[3]};
  uint32_t *const series_out[4] = {series[0], series[1], series[2], series[3]};
  for (uint32_t k = 0; k < MOST; k++) ids[k] = start * (k + 1);
  for (uint32_t count = 0; count <= MOST; count++) {
    for (int w = 0; w < 4; w++) many[w][count] = series[w][count] = BEYOND;
    draw_many(key, DRAW_TEST, ids, -3, 7, count, many_out);
    draw_series(key, DRAW_TEST, start, -3, count, series_out);
    for (uint32_t k = 0; k < count; k++) {
      const struct draw_words of_many = draw_words(key, DRAW_TEST, ids[k], -3, 7);
      const struct draw_words of_series = draw_words(key, DRAW_TEST, start, -3, k);
      for (int w = 0; w < 4; w++) {
        assert_int_equal(many[w][k], of_many.v[w]);
        assert_int_equal(series[w][k], of_series.v[w]);
      }
    }
    for (int w = 0; w < 4; w++) {
      assert_true(many[w][count] == BEYOND && series[w][count] == BEYOND);
    }
  }
}

static void draws_that_ids_share_are_those_of_each_alone(void **state) {
  (void)state;
  enum { MOST = 1037, BEYOND = 3 };
  static const uint32_t counts[] = {0, 1, 2, 3, 4, 7, 8, 9, 37, 511, 512, 513, MOST};
  const struct draw_key key = {3, 4};
  uint64_t ids[MOST];
  uint32_t words[MOST + BEYOND + 1];
  /* Runs of one to eleven ids, some of which go on where the last ended, or say the same again. */
  for (uint32_t k = 0, run = 0; k < MOST; run++) {
    const uint64_t first = run % 3 == 0   ? run * 0x9E3779B97F4A7C15u
                           : run % 3 == 1 ? ids[k - 1] + 1 + run % 2
                                          : ids[k - 1];
    for (uint32_t n = 0; n <= run * 7 % 11 && k < MOST; n++) ids[k++] = first + n;
  }
  for (size_t c = 0; c < sizeof counts / sizeof counts[0]; c++) {
    const uint32_t count = counts[c];
    words[count + BEYOND] = 0xABCD;
    draw_shared(key, DRAW_TEST, ids, -3, count, words);
    for (uint32_t k = 0; k < count; k++) {
      const uint32_t due = draw_words(key, DRAW_TEST, ids[k] / 4, -3, 0).v[ids[k] % 4];
      EXPECT(words[k] == due, "%u of %u: %x, expected %x", k, count, words[k], due);
    }
    assert_int_equal(words[count + BEYOND], 0xABCD);
  }
}

static void draws_differ_in_every_part_of_their_key(void **state) {
  (void)state;
  const struct draw_key key = {1, 2};
  const struct draw_words base = draw_words(key, DRAW_TEST, 3, 4, 5);
  const struct draw_words others[] = {
      draw_words((struct draw_key){9, 2}, DRAW_TEST, 3, 4, 5),
      draw_words((struct draw_key){1, 9}, DRAW_TEST, 3, 4, 5),
      draw_words(key, DRAW_EXIT, 3, 4, 5),
      draw_words(key, DRAW_TEST, 9, 4, 5),
      draw_words(key, DRAW_TEST, 3ull + (1ull << 40), 4, 5),
      draw_words(key, DRAW_TEST, 3, 9, 5),
      draw_words(key, DRAW_TEST, 3, 4, 9),
  };
  for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
    assert_int_not_equal(others[i].v[0], base.v[0]);
  }
}

static void a_stream_feeds_gsl_with_the_law_it_asks_for(void **state) {
  (void)state;
  enum { N = 20000 };
  static double values[N];
  struct draw_stream stream;
  gsl_rng *rng = draw_stream_open(&stream, (struct draw_key){7, 0}, DRAW_TEST, 1, 0);
  for (int i = 0; i < N; i++) values[i] = gsl_ran_gamma(rng, 3, 2);
  EXPECT(fabs(gsl_stats_mean(values, 1, N) - 6) < 0.1, "mean %g", gsl_stats_mean(values, 1, N));
  EXPECT(fabs(gsl_stats_variance(values, 1, N) - 12) < 0.6, "variance %g",
         gsl_stats_variance(values, 1, N));
}

static void more_mean_never_gives_fewer_events(void **state) {
  (void)state;
  for (int i = 1; i < 200; i++) {
    const double u = i / 200.0;
    uint32_t last = 0;
    for (double mean = 0; mean < 600; mean += 7.3) {
      const uint32_t count = draw_poisson(u, mean);
      EXPECT(count >= last || (mean > 500 && mean < 510), "u %g, mean %g: %u after %u", u, mean,
             count, last);
      last = count;
    }
  }
  double sum = 0;
  for (int i = 0; i < 10000; i++) sum += draw_poisson((i + 0.5) / 10000, 4.2);
  EXPECT(fabs(sum / 10000 - 4.2) < 0.01, "mean %g", sum / 10000);
}

static void quantities_read_their_units(void **state) {
  (void)state;
  static const struct {
    const char *text, *unit;
    double value;
  } good[] = {
      {"680 M CNY", "M CNY", 680},
      {"6.8 亿元", "M CNY", 680},
      {"15 %", "1", 0.15},
      {"18 months", "month", 18},
      {"1.5 years", "month", 18},
      {"2 km", "km", 2},
      {"100 mu", "mu", 100},
      {"20000 m2", "m2", 20000},
      {"3 mu", "m2", 2000},
      {"5 %/year", "1/year", 0.05},
      {"0.5 1/month", "1/year", 6},
      {"5600 CNY/month", "CNY/month", 5600},
      {"11 CNY/m2/month", "CNY/m2/month", 11},
      {"1.3 bn CNY", "M CNY", 1300},
      {"-2e-1", "1", -0.2},
      {"28亿元", "M CNY", 2800},
      {"400 1/year", "1/year", 400},
      {"60 M CNY/year", "M CNY/year", 60},
      {"5 M CNY/month", "M CNY/year", 60},
      {"300万元", "M CNY", 3},
      {"2亿", "M CNY", 200},
      {"20000万", "M CNY", 200},
      {"3 千万", "M CNY", 30},
      {"2亿人民币", "M CNY", 200},
      {"2 亿元人民币", "M CNY", 200},
      {"3亿/年", "M CNY/year", 300},
      {"0.9万/m2", "CNY/m2", 9000},
      {"3年", "month", 36},
      {"18个月", "month", 18},
      {"0.67平方公里", "mu", 1005},
      {"67公顷", "mu", 1005},
      {"3", QUANTITY_COUNT, 3},
      {"30家", QUANTITY_COUNT, 30},
      {"1200 人", QUANTITY_COUNT, 1200},
      {"10 min", "s", 600},
      {"2h", "s", 7200},
      {"1.5 小时", "s", 5400},
  };
  for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) {
    struct error error = {0};
    double value = 0;
    if (quantity_parse(good[i].text, good[i].unit, &value, &error) != STATUS_OK) {
      EXPECT(false, "'%s': %s", good[i].text, error.text);
    }
    EXPECT(fabs(value - good[i].value) <= 1e-9 * fabs(good[i].value), "'%s' gives %.17g",
           good[i].text, value);
  }
}

static void quantities_refuse_what_is_not_one(void **state) {
  (void)state;
  static const char *const bad[][2] = {
      {"100,000,000,000", "1"},
      {"1e3x", "1"},
      {"nan", "1"},
      {"inf", "1"},
      {"", "1"},
      {".5", "1"},
      {"1.", "1"},
      {"0x10", "1"},
      {"1 2", "1"},
      {"5", "M CNY"},
      {"5 km", "M CNY"},
      {"5 M", "M CNY"},
      {"5 CNY/month", "M CNY"},
      {"1e999", "1"},
      {"5 %", "month"},
      {"1_000", "1"},
      {"5 M CNY extra", "M CNY"},
      {"5 monthss", "month"},
      {"--5", "1"},
      {"5e", "1"},
      {"5 CNY//month", "CNY/month"},
      {"5 /month", "1/month"},
      {"2亿", "mu"},
      {"2亿", "1"},
      {"2亿", "CNY/month/m2"},
      {"3家", "1"},
      {"3家", "M CNY"},
      {"3 %", QUANTITY_COUNT},
      {"3家人", QUANTITY_COUNT},
      {"3亿", QUANTITY_COUNT},
      {"２亿元", "M CNY"},
      {"2 M", "M CNY"},
      {"30 min", "month"}, /* a computer's time is none of the model */
      {"2 months", "s"},
      {"90", "s"},
  };
  for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
    struct error error = {0};
    double value = 42;
    const enum status status = quantity_parse(bad[i][0], bad[i][1], &value, &error);
    EXPECT(status == STATUS_SCENARIO, "'%s' as %s was taken as %g", bad[i][0], bad[i][1], value);
    EXPECT(strlen(error.text) > 10, "'%s': no reason", bad[i][0]);
  }
}

static void signs_of_a_chinese_keyboard_are_found_and_put_right(void **state) {
  (void)state;
  static const char *const pairs[][2] = {{"标题：丽水", "标题: 丽水"},
                                         {"｛firms： ３， sales", "{firms: 3, sales"},
                                         {"“２．５％”", "\"2.5%\""},
                                         {"３亿　元。", "3亿 元."}};
  char out[TEXT_HINT], few[8];
  size_t length;
  for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++) {
    assert_string_equal(text_narrow(pairs[i][0], out, sizeof out), pairs[i][1]);
  }
  assert_null(text_find_wide("丽水 {firms: 3, sales: 2亿元}", &length));
  const char *text = "firms: ３";
  assert_ptr_equal(text_find_wide(text, &length), text + 7);
  assert_int_equal(length, 3);
  assert_string_equal(text_wide_hint("3", out, sizeof out), "");
  assert_string_equal(text_wide_hint("３", out, sizeof out),
                      "; '３' is a full-width character: write '3'");
  assert_string_equal(text_narrow("丽水丽水", few, sizeof few), "丽水"); /* whole characters */
}

static void dates_are_year_and_month_and_nothing_else(void **state) {
  (void)state;
  static const char *const bad[] = {"2020",     "2020-13",     "2020-00",  "20-01",   "2020年1",
                                    "2020-1月", "2020-01-01",  "2020/001", "2020.1",  "2020-",
                                    "2020年",   "２０２０-01", "",         "1899-12", "3000-01"};
  struct error error = {0};
  int32_t date = 0;
  char text[DATE_TEXT];
  assert_int_equal(date_parse("2022-12", &date, &error), STATUS_OK);
  assert_int_equal(date, 2022 * 12 + 11);
  assert_string_equal(date_format(date, text), "2022-12");
  static const char *const same[] = {"2024-1", "2024/01", "2024/1", "2024年1月", "2024年01月"};
  for (size_t i = 0; i < sizeof same / sizeof same[0]; i++) {
    EXPECT(date_parse(same[i], &date, &error) == STATUS_OK && date == 2024 * 12, "%s", same[i]);
  }
  for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
    assert_int_equal(date_parse(bad[i], &date, &error), STATUS_SCENARIO);
  }
}

static void apportioned_parts_add_up_to_the_total(void **state) {
  (void)state;
  enum { N = 1000 };
  double weights[N];
  int64_t parts[N];
  for (uint32_t trial = 0; trial < 50; trial++) {
    const struct draw_key key = {5, trial};
    double sum = 0;
    for (uint32_t i = 0; i < N; i++) {
      weights[i] = trial == 0 ? 0 : draw_uniform(key, DRAW_TEST, i, 0, 0) - (i % 3 ? 0 : 1e9);
      if (weights[i] < 0) weights[i] = 0;
      sum += weights[i];
    }
    const int64_t total = (int64_t)(draw_uniform(key, DRAW_TEST, 1, 1, 0) * 1e15);
    sum_apportion(total, weights, parts, N);
    int64_t given = 0;
    for (int i = 0; i < N; i++) {
      given += parts[i];
      EXPECT(parts[i] >= 0, "part %d is %lld", i, (long long)parts[i]);
      if (sum > 0) {
        const double due = (double)total * weights[i] / sum;
        EXPECT(fabs((double)parts[i] - due) <= 2 + 1e-9 * due, "part %d is %lld, due %g", i,
               (long long)parts[i], due);
      }
    }
    assert_int_equal(given, total);
  }
}

static void books_refuse_a_missing_fen(void **state) {
  (void)state;
  struct ledger ledger = {0};
  struct error error = {0};
  struct ledger_stocks stocks = {.firms_cash = 500, .towns_cash = -200, .debt = 300};
  ledger_pay(&ledger.month, FLOW_loans, 300);
  ledger_pay(&ledger.month, FLOW_subsidies, 200);
  assert_int_equal(ledger_close(&ledger, &stocks, &error), STATUS_OK);
  assert_int_equal(ledger.balance[SECTOR_BANKS], -300);
  assert_int_equal(ledger.turnover, 500);
  stocks.firms_cash = 501;
  assert_int_equal(ledger_close(&ledger, &stocks, &error), STATUS_INVARIANT);
  assert_non_null(strstr(error.text, "firms"));
  stocks.firms_cash = 500;
  stocks.debt = 299;
  assert_int_equal(ledger_close(&ledger, &stocks, &error), STATUS_INVARIANT);
  ledger_write_off(&ledger, 1);
  assert_int_equal(ledger_close(&ledger, &stocks, &error), STATUS_OK);
}

static void a_journal_gives_back_its_lines_and_forgets_a_torn_one(void **state) {
  (void)state;
  char path[] = "/tmp/bellwether-journal-XXXXXX";
  struct error error = {0};
  struct journal journal;
  struct journal_entry *entries;
  size_t count;
  const int made = mkstemp(path);
  assert_true(made >= 0);
  close(made);
  const struct journal_entry entry = {3, 17, 42, JOURNAL_DONE, 0xFEDCBA9876543210u, 1.25};
  assert_int_equal(journal_open(&journal, path, &error), STATUS_OK);
  assert_int_equal(journal_append(&journal, &entry, true, &error), STATUS_OK);
  assert_int_equal(journal_append(&journal, &entry, true, &error), STATUS_OK);
  assert_int_equal(journal_close(&journal, &error), STATUS_OK);
  FILE *file = fopen(path, "a");
  fputs("{\"scenario\":3,\"repl", file);
  fwrite("\0\0\0", 1, 3, file); /* as a power cut may leave it */
  fclose(file);
  assert_int_equal(journal_read(path, &entries, &count, &error), STATUS_OK);
  assert_int_equal(count, 2);
  assert_true(entries[1].digest == entry.digest && entries[1].replication == 17);
  free(entries);
  static const char *const said[] = {"done", "failed", "infeasible", "infeasibly"};
  for (int outcome = 0; outcome < 4; outcome++) {
    struct journal_entry one;
    char line[256];
    snprintf(line, sizeof line,
             "{\"scenario\":3,\"replication\":17,\"seed\":42,\"outcome\":\"%s\","
             "\"digest\":\"0000000000000000\",\"seconds\":1.250000}",
             said[outcome]);
    const enum status wanted = outcome < JOURNAL_OUTCOMES ? STATUS_OK : STATUS_DISK;
    assert_int_equal(journal_parse(line, &one, &error), wanted);
    if (wanted == STATUS_OK) assert_int_equal((int)one.outcome, outcome);
  }
  assert_int_equal(journal_open(&journal, path, &error), STATUS_OK);
  assert_int_equal(journal_append(&journal, &entry, true, &error), STATUS_OK);
  assert_int_equal(journal_close(&journal, &error), STATUS_OK);
  assert_int_equal(journal_read(path, &entries, &count, &error), STATUS_OK);
  assert_int_equal(count, 3);
  free(entries);
  file = fopen(path, "a");
  fputs("{\"scenario\":3}\n", file);
  fclose(file);
  assert_int_equal(journal_read(path, &entries, &count, &error), STATUS_DISK);
  assert_non_null(strstr(error.text, ":4"));
  unlink(path);
}

static void spelling_finds_the_nearest_name(void **state) {
  (void)state;
  static const char *const names[] = {"loan_rate", "loan_term", "payout", "dependence"};
  assert_string_equal(text_nearest("loan_rtae", names, 4), "loan_rate");
  assert_string_equal(text_nearest("dependance", names, 4), "dependence");
  assert_null(text_nearest("zebra", names, 4));
}

static void wide_characters_take_two_columns(void **state) {
  (void)state;
  assert_int_equal(text_width("sales"), 5);
  assert_int_equal(text_width("销售收入"), 8);
  assert_int_equal(text_width("± 3"), 3);
  int width;
  assert_int_equal(text_character("销售", &width), strlen("销"));
  assert_int_equal(width, 2);
  assert_int_equal(text_character("\xE9", &width), 1);
  assert_int_equal(width, 1);
  struct text text = {0};
  text_add_padded(&text, "仙居", 6);
  text_add_padded(&text, "7", -3);
  assert_string_equal(text.bytes, "仙居    7");
  text_free(&text);
}

/* Worked by hand: mean 3.02, standard error 0.68220, t(0.975; 4) = 2.776445. */
static void paired_intervals_are_student_s(void **state) {
  (void)state;
  const double base[] = {1, 2, 3, NAN, 4, 5}, other[] = {2.1, 3.9, 6.2, 7, 8.1, 9.8};
  const struct comparison c = compare_values(base, other, 6, 0.95);
  assert_int_equal(c.pairs, 5);
  EXPECT(fabs(c.difference - 3.02) < 1e-12, "%.12g", c.difference);
  EXPECT(fabs(c.low - 1.125902719) < 1e-6 && fabs(c.high - 4.914097281) < 1e-6, "%.9g %.9g", c.low,
         c.high);
}

static void every_parameter_has_a_range_that_holds_its_preset(void **state) {
  (void)state;
  for (size_t i = 0; i < tables_params_count; i++) {
    const struct field *field = &tables_params[i];
    double value;
    struct error error = {0};
    char text[128];
    EXPECT(field->least <= field->preset && field->preset <= field->most, "%s", field->name);
    snprintf(text, sizeof text, "1 %s", strcmp(field->unit, "1") ? field->unit : "");
    EXPECT(quantity_parse(text, field->unit, &value, &error) == STATUS_OK, "%s: %s", field->name,
           error.text);
    EXPECT(fabs(value - 1) < 1e-12, "%s: unit %s gives %g", field->name, field->unit, value);
  }
}

static void a_gate_is_judged_by_where_its_interval_lies(void **state) {
  (void)state;
  static const struct validate_pattern gate = {.gate = true, .least = 1, .most = 2};
  static const struct {
    double low, value, high;
    enum validate_verdict verdict;
  } cases[] = {
      {1.1, 1.5, 1.9, VALIDATE_WITHIN},    {0.1, 0.5, 0.9, VALIDATE_OUTSIDE},
      {2.1, 2.5, 2.9, VALIDATE_OUTSIDE},   {0.9, 1.5, 1.9, VALIDATE_UNDECIDED},
      {0.5, 0.8, 1.1, VALIDATE_UNDECIDED}, {1.9, 2.3, 2.7, VALIDATE_UNDECIDED},
      {0.5, 1.5, 2.5, VALIDATE_UNDECIDED}, {NAN, 1.5, NAN, VALIDATE_UNDECIDED},
      {NAN, 5.0, NAN, VALIDATE_UNDECIDED}, {NAN, NAN, NAN, VALIDATE_UNKNOWN},
  };
  for (size_t k = 0; k < sizeof cases / sizeof cases[0]; k++) {
    const struct validate_estimate estimate = {
        .value = cases[k].value, .low = cases[k].low, .high = cases[k].high};
    const enum validate_verdict verdict = validate_judge(&gate, &estimate);
    EXPECT(verdict == cases[k].verdict, "%g [%g, %g] is %s", cases[k].value, cases[k].low,
           cases[k].high, validate_word(verdict));
  }
  for (int k = 0; k < PATTERN_COUNT; k++) {
    const bool of_2022 = strstr(validate_patterns[k].name, "_2022") != NULL;
    EXPECT((strcmp(validate_patterns[k].fit, "fitted") == 0) == of_2022, "%s is %s",
           validate_patterns[k].name, validate_patterns[k].fit);
  }
}

static void every_indicator_has_a_chinese_name_of_its_own(void **state) {
  (void)state;
  for (int i = 0; i < INDICATOR_SHOWN; i++) {
    const char *name = tables_indicator_chinese((enum indicator)i);
    EXPECT((unsigned char)name[0] > 0x7F, "%s is called %s", tables_indicators[i].name, name);
    for (int k = 0; k < i; k++) {
      EXPECT(strcmp(name, tables_indicator_chinese((enum indicator)k)) != 0,
             "%s and %s are both %s", tables_indicators[i].name, tables_indicators[k].name, name);
    }
  }
  assert_string_equal(tables_unit_chinese("m2"), "平方米");
  assert_string_equal(tables_unit_chinese("furlong"), "furlong");
}

static void every_lever_has_a_chinese_name_of_its_own_and_says_what_it_buys(void **state) {
  (void)state;
  for (int i = 0; i < LEVER_COUNT; i++) {
    const char *name = tables_lever_chinese((enum lever_kind)i);
    const char *buys = tables_lever_buys_chinese((enum lever_kind)i);
    EXPECT(name && (unsigned char)name[0] > 0x7F, "%s has no name", tables_levers[i].name);
    EXPECT((tables_levers[i].money == LEVER_BEFALLS) == (buys[0] == '\0'), "%s buys '%s'",
           tables_levers[i].name, buys);
    for (int k = 0; k < i; k++) {
      EXPECT(strcmp(name, tables_lever_chinese((enum lever_kind)k)) != 0, "%s and %s are both %s",
             tables_levers[i].name, tables_levers[k].name, name);
    }
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(a_gate_is_judged_by_where_its_interval_lies),
      cmocka_unit_test(signs_of_a_chinese_keyboard_are_found_and_put_right),
      cmocka_unit_test(draws_give_the_published_known_answers),
      cmocka_unit_test(draws_of_many_and_of_a_series_are_those_of_one),
      cmocka_unit_test(draws_that_ids_share_are_those_of_each_alone),
      cmocka_unit_test(draws_differ_in_every_part_of_their_key),
      cmocka_unit_test(a_stream_feeds_gsl_with_the_law_it_asks_for),
      cmocka_unit_test(more_mean_never_gives_fewer_events),
      cmocka_unit_test(quantities_read_their_units),
      cmocka_unit_test(quantities_refuse_what_is_not_one),
      cmocka_unit_test(dates_are_year_and_month_and_nothing_else),
      cmocka_unit_test(apportioned_parts_add_up_to_the_total),
      cmocka_unit_test(books_refuse_a_missing_fen),
      cmocka_unit_test(a_journal_gives_back_its_lines_and_forgets_a_torn_one),
      cmocka_unit_test(spelling_finds_the_nearest_name),
      cmocka_unit_test(wide_characters_take_two_columns),
      cmocka_unit_test(every_indicator_has_a_chinese_name_of_its_own),
      cmocka_unit_test(every_lever_has_a_chinese_name_of_its_own_and_says_what_it_buys),
      cmocka_unit_test(paired_intervals_are_student_s),
      cmocka_unit_test(every_parameter_has_a_range_that_holds_its_preset),
  };
  return cmocka_run_group_tests_name("unit", tests, NULL, NULL);
}
