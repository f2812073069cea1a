/* h5.h - HDF5 with every return checked; private to this room. */
#ifndef BELLWETHER_SIM_IO_H5_H
#define BELLWETHER_SIM_IO_H5_H

#include "bellwether/base/error.h"

#include <hdf5.h>
#include <stdbool.h>
#include <stdint.h>

#define H5_RANK_MOST 5

/* What is written or read, for errors, and where. */
struct h5_file {
  hid_t id;
  char path[4096];
};

/* Every call below: errors STATUS_DISK, naming file, object and what HDF5 refused. */
enum status h5_open(struct h5_file *file, const char *path, struct error *error) MUST_CHECK;

/* Flushes and closes, after work that ended with `status`: the first error is kept. A full disk
 * shows here at the latest. */
enum status h5_close(struct h5_file *file, enum status status, struct error *error) MUST_CHECK;

/* Makes a file whole or not at all: begins a temporary one beside `path`; then, after work on it
 * that ended with `status`, gives it the path, or removes it. `sync`: as file_settle has it. */
enum status h5_begin(struct h5_file *file, const char *path, struct error *error) MUST_CHECK;
enum status h5_settle(struct h5_file *file, const char *path, bool sync, enum status status,
                      struct error *error) MUST_CHECK;

/* A file without a name in $TMPDIR or /tmp, gone once it is closed, or the program ends. */
enum status h5_begin_aside(struct h5_file *file, struct error *error) MUST_CHECK;

enum status h5_group(const struct h5_file *file, const char *name, struct error *error) MUST_CHECK;

/* A dataset to be filled: shape, chunk (NULL: contiguous), compression (0: none). */
struct h5_shape {
  int rank;
  hsize_t sizes[H5_RANK_MOST];
  hsize_t chunk[H5_RANK_MOST]; /* chunk[0] = 0: contiguous */
  unsigned deflate;
  bool extends; /* the first dimension grows */
};
enum status h5_dataset(const struct h5_file *file, const char *name, hid_t type,
                       const struct h5_shape *shape, struct error *error) MUST_CHECK;
enum status h5_write(const struct h5_file *file, const char *name, hid_t type, const void *values,
                     struct error *error) MUST_CHECK;

/* Writes a block of a dataset: from `start`, `sizes` long. */
enum status h5_write_block(const struct h5_file *file, const char *name, hid_t type, int rank,
                           const hsize_t *start, const hsize_t *sizes, const void *values,
                           struct error *error) MUST_CHECK;

/* Writes `count` more rows at the end of a dataset that extends. */
enum status h5_append(const struct h5_file *file, const char *name, hid_t type, size_t count,
                      const void *values, struct error *error) MUST_CHECK;
enum status h5_read_block(const struct h5_file *file, const char *name, hid_t type, int rank,
                          const hsize_t *start, const hsize_t *sizes, void *values,
                          struct error *error) MUST_CHECK;

/* Whether the file has a group or dataset of this name; the groups that it is in are there. */
bool h5_has(const struct h5_file *file, const char *name);

/* The rank and sizes of a dataset. */
enum status h5_sizes(const struct h5_file *file, const char *name, int rank, hsize_t *sizes,
                     struct error *error) MUST_CHECK;

/* One-dimensional UTF-8 texts, as variable-length strings. */
enum status h5_write_texts(const struct h5_file *file, const char *name, const char *const *texts,
                           size_t count, struct error *error) MUST_CHECK;

/* Reads them back; each text and the array are the caller's to free. */
enum status h5_read_texts(const struct h5_file *file, const char *name, char ***texts,
                          size_t *count, struct error *error) MUST_CHECK;

/* Attributes of an object ("." is the root). */
enum status h5_text_attribute(const struct h5_file *file, const char *object, const char *name,
                              const char *text, struct error *error) MUST_CHECK;
enum status h5_attribute(const struct h5_file *file, const char *object, const char *name,
                         hid_t type, const void *value, struct error *error) MUST_CHECK;
enum status h5_read_attribute(const struct h5_file *file, const char *object, const char *name,
                              hid_t type, void *value, struct error *error) MUST_CHECK;

/* A text attribute, cut where `out` is short. */
enum status h5_read_text_attribute(const struct h5_file *file, const char *object, const char *name,
                                   char *out, size_t bytes, struct error *error) MUST_CHECK;

/* A variable's unit and meaning, as CF has them. */
enum status h5_describe(const struct h5_file *file, const char *name, const char *unit,
                        const char *meaning, struct error *error) MUST_CHECK;

/* Says of a variable that it tells months by their first days (date_days). */
enum status h5_describe_time(const struct h5_file *file, const char *name,
                             struct error *error) MUST_CHECK;

/* Makes a dataset a dimension scale; attaches scales, in order, to a dataset's dimensions. */
enum status h5_scale(const struct h5_file *file, const char *name, const char *label,
                     struct error *error) MUST_CHECK;
enum status h5_attach(const struct h5_file *file, const char *name, const char *const *scales,
                      int count, struct error *error) MUST_CHECK;

#endif
