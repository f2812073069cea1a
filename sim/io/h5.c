#define _POSIX_C_SOURCE 200809L
#include "h5.h"

#include "bellwether/base/file.h"
#include "bellwether/base/text.h"

#include <errno.h>
#include <hdf5_hl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static enum status refused(const struct h5_file *file, const char *doing, const char *name,
                           struct error *error) {
  return error_set(error, STATUS_DISK, "HDF5 cannot %s %s in %s%s%s", doing, name, file->path,
                   errno ? ": " : "", errno ? strerror(errno) : "");
}

/* The tail of a function: closes what is open and says whether all went well. */
static enum status finish(const struct h5_file *file, bool good, const char *doing,
                          const char *name, struct error *error) {
  return good ? STATUS_OK : refused(file, doing, name, error);
}

static void quiet(void) {
  (void)H5dont_atexit(); /* its clean-up fails on files that a full disk left open */
  errno = 0;
  H5Eset_auto2(H5E_DEFAULT, NULL, NULL); /* errors are ours to tell */
}

static enum status create(struct h5_file *file, const char *path, struct error *error) {
  quiet();
  snprintf(file->path, sizeof file->path, "%s", path);
  const unsigned order = H5P_CRT_ORDER_TRACKED | H5P_CRT_ORDER_INDEXED;
  const hid_t creation = H5Pcreate(H5P_FILE_CREATE);
  const bool ordered = creation >= 0 && H5Pset_link_creation_order(creation, order) >= 0 &&
                       H5Pset_attr_creation_order(creation, order) >= 0 &&
                       H5Pset_obj_track_times(creation, false) >= 0;
  file->id = ordered ? H5Fcreate(path, H5F_ACC_TRUNC, creation, H5P_DEFAULT) : -1;
  const bool good = file->id >= 0;
  if (creation >= 0) H5Pclose(creation);
  return finish(file, good, "create", "the file", error);
}

enum status h5_open(struct h5_file *file, const char *path, struct error *error) {
  quiet();
  snprintf(file->path, sizeof file->path, "%s", path);
  file->id = H5Fopen(path, H5F_ACC_RDONLY, H5P_DEFAULT);
  return finish(file, file->id >= 0, "open", "the file", error);
}

enum status h5_close(struct h5_file *file, enum status status, struct error *error) {
  errno = 0;
  const hid_t id = file->id;
  file->id = -1;
  if (id < 0) return status;
  const bool flushed = H5Fflush(id, H5F_SCOPE_GLOBAL) >= 0;
  const bool closed = H5Fclose(id) >= 0;
  if (status != STATUS_OK) return status;
  return finish(file, flushed && closed, "write", "the end of the file", error);
}

enum status h5_begin(struct h5_file *file, const char *path, struct error *error) {
  char temporary[FILE_PATH_BYTES];
  if (snprintf(temporary, sizeof temporary, "%s.tmp", path) >= (int)sizeof temporary) {
    return error_set(error, STATUS_DISK, "the path %.60s... is too long", path);
  }
  return create(file, temporary, error);
}

enum status h5_begin_aside(struct h5_file *file, struct error *error) {
  const char *folder = getenv("TMPDIR");
  char path[FILE_PATH_BYTES];
  TRY(file_join(path, folder && folder[0] ? folder : "/tmp", "bellwether-XXXXXX", error));
  const int made = mkstemp(path);
  if (made < 0) {
    return error_set(error, STATUS_DISK,
                     "cannot make the file %s: %s; name another folder with "
                     "TMPDIR=FOLDER",
                     path, strerror(errno));
  }
  (void)close(made);
  const enum status status = create(file, path, error);
  (void)unlink(path); /* it lives as long as it is open */
  return status;
}

enum status h5_settle(struct h5_file *file, const char *path, bool sync, enum status status,
                      struct error *error) {
  status = h5_close(file, status, error);
  if (status == STATUS_OK) status = file_settle(file->path, path, sync, error);
  if (status != STATUS_OK) (void)unlink(file->path);
  return status;
}

enum status h5_group(const struct h5_file *file, const char *name, struct error *error) {
  const unsigned order = H5P_CRT_ORDER_TRACKED | H5P_CRT_ORDER_INDEXED;
  const hid_t creation = H5Pcreate(H5P_GROUP_CREATE);
  const hid_t group = creation >= 0 && H5Pset_link_creation_order(creation, order) >= 0 &&
                              H5Pset_obj_track_times(creation, false) >= 0
                          ? H5Gcreate2(file->id, name, H5P_DEFAULT, creation, H5P_DEFAULT)
                          : -1;
  const bool good = group >= 0 && H5Gclose(group) >= 0;
  if (creation >= 0) H5Pclose(creation);
  return finish(file, good, "make the group", name, error);
}

enum status h5_dataset(const struct h5_file *file, const char *name, hid_t type,
                       const struct h5_shape *shape, struct error *error) {
  const unsigned order = H5P_CRT_ORDER_TRACKED | H5P_CRT_ORDER_INDEXED;
  hsize_t most[H5_RANK_MOST];
  memcpy(most, shape->sizes, sizeof most);
  if (shape->extends) most[0] = H5S_UNLIMITED;
  const hid_t space = H5Screate_simple(shape->rank, shape->sizes, most);
  const hid_t creation = H5Pcreate(H5P_DATASET_CREATE);
  bool good = space >= 0 && creation >= 0 && H5Pset_attr_creation_order(creation, order) >= 0 &&
              H5Pset_obj_track_times(creation, false) >= 0; /* the same file, whenever it is made */
  hsize_t elements = 1;
  for (int d = 0; d < shape->rank; d++) elements *= shape->sizes[d];
  if (good && shape->chunk[0] && (elements || shape->extends)) {
    good = H5Pset_chunk(creation, shape->rank, shape->chunk) >= 0 &&
           H5Pset_fletcher32(creation) >= 0; /* a damaged block is told, not read */
    if (good && shape->deflate) {
      good = H5Pset_shuffle(creation) >= 0 && H5Pset_deflate(creation, shape->deflate) >= 0;
    }
  }
  if (good && H5Tget_class(type) == H5T_FLOAT) {
    const double missing = strtod("nan", NULL);
    good = H5Pset_fill_value(creation, H5T_NATIVE_DOUBLE, &missing) >= 0;
  }
  const hid_t set = good ? H5Dcreate2(file->id, name, type, space, H5P_DEFAULT, creation,
                                      H5P_DEFAULT)
                         : -1;
  good = set >= 0 && H5Dclose(set) >= 0;
  if (space >= 0) H5Sclose(space);
  if (creation >= 0) H5Pclose(creation);
  return finish(file, good, "make the dataset", name, error);
}

enum status h5_write(const struct h5_file *file, const char *name, hid_t type, const void *values,
                     struct error *error) {
  const hid_t set = H5Dopen2(file->id, name, H5P_DEFAULT);
  bool good = set >= 0 && H5Dwrite(set, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, values) >= 0;
  if (set >= 0) good = H5Dclose(set) >= 0 && good;
  return finish(file, good, "write", name, error);
}

/* Reads or writes a block: the one of `out` and `in` that is not NULL. */
static bool move_block(const struct h5_file *file, const char *name, hid_t type, int rank,
                       const hsize_t *start, const hsize_t *sizes, const void *out, void *in) {
  quiet(); /* HDF5 may ask each thread */
  const hid_t set = H5Dopen2(file->id, name, H5P_DEFAULT);
  const hid_t space = set >= 0 ? H5Dget_space(set) : -1;
  const hid_t memory = H5Screate_simple(rank, sizes, NULL);
  bool good = space >= 0 && memory >= 0 && H5Sget_simple_extent_ndims(space) == rank &&
              H5Sselect_hyperslab(space, H5S_SELECT_SET, start, NULL, sizes, NULL) >= 0;
  if (good && out) good = H5Dwrite(set, type, memory, space, H5P_DEFAULT, out) >= 0;
  if (good && in) good = H5Dread(set, type, memory, space, H5P_DEFAULT, in) >= 0;
  if (memory >= 0) H5Sclose(memory);
  if (space >= 0) H5Sclose(space);
  if (set >= 0) good = H5Dclose(set) >= 0 && good;
  return good;
}

enum status h5_write_block(const struct h5_file *file, const char *name, hid_t type, int rank,
                           const hsize_t *start, const hsize_t *sizes, const void *values,
                           struct error *error) {
  const bool good = move_block(file, name, type, rank, start, sizes, values, NULL);
  return finish(file, good, "write", name, error);
}

enum status h5_append(const struct h5_file *file, const char *name, hid_t type, size_t count,
                      const void *values, struct error *error) {
  const hid_t set = H5Dopen2(file->id, name, H5P_DEFAULT);
  const hid_t space = set >= 0 ? H5Dget_space(set) : -1;
  hsize_t sizes[H5_RANK_MOST] = {0}, start[H5_RANK_MOST] = {0};
  const int rank = space >= 0 ? H5Sget_simple_extent_ndims(space) : -1;
  bool good = rank > 0 && rank <= H5_RANK_MOST &&
              H5Sget_simple_extent_dims(space, sizes, NULL) >= 0;
  start[0] = sizes[0];
  sizes[0] += count;
  good = good && H5Dset_extent(set, sizes) >= 0;
  sizes[0] = count;
  if (space >= 0) H5Sclose(space);
  if (set >= 0) good = H5Dclose(set) >= 0 && good;
  good = good && (count == 0 || move_block(file, name, type, rank, start, sizes, values, NULL));
  return finish(file, good, "add to", name, error);
}

enum status h5_read_block(const struct h5_file *file, const char *name, hid_t type, int rank,
                          const hsize_t *start, const hsize_t *sizes, void *values,
                          struct error *error) {
  const bool good = move_block(file, name, type, rank, start, sizes, NULL, values);
  return finish(file, good, "read", name, error);
}

bool h5_has(const struct h5_file *file, const char *name) {
  return H5Lexists(file->id, name, H5P_DEFAULT) > 0;
}

enum status h5_sizes(const struct h5_file *file, const char *name, int rank, hsize_t *sizes,
                     struct error *error) {
  const hid_t set = H5Dopen2(file->id, name, H5P_DEFAULT);
  const hid_t space = set >= 0 ? H5Dget_space(set) : -1;
  const bool good = space >= 0 && H5Sget_simple_extent_ndims(space) == rank &&
                    H5Sget_simple_extent_dims(space, sizes, NULL) >= 0;
  if (space >= 0) H5Sclose(space);
  if (set >= 0) H5Dclose(set);
  return finish(file, good, "read the shape of", name, error);
}

static hid_t text_type(size_t size) {
  const hid_t type = H5Tcopy(H5T_C_S1);
  if (type >= 0 && H5Tset_size(type, size) >= 0 && H5Tset_cset(type, H5T_CSET_UTF8) >= 0) {
    return type;
  }
  if (type >= 0) H5Tclose(type);
  return -1;
}

enum status h5_write_texts(const struct h5_file *file, const char *name, const char *const *texts,
                           size_t count, struct error *error) {
  const struct h5_shape shape = {.rank = 1, .sizes = {count}};
  const hid_t type = text_type(H5T_VARIABLE);
  enum status status = STATUS_OK;
  if (type < 0) return refused(file, "make a text type for", name, error);
  status = h5_dataset(file, name, type, &shape, error);
  if (status == STATUS_OK) status = h5_write(file, name, type, (const void *)texts, error);
  H5Tclose(type);
  return status;
}

enum status h5_read_texts(const struct h5_file *file, const char *name, char ***texts,
                          size_t *count, struct error *error) {
  hsize_t size[1];
  TRY(h5_sizes(file, name, 1, size, error));
  char **read = calloc(size[0] + 1, sizeof(char *));
  if (!read) return error_memory(error, name, size[0]);
  const hid_t type = text_type(H5T_VARIABLE);
  const hid_t set = H5Dopen2(file->id, name, H5P_DEFAULT);
  bool good = type >= 0 && set >= 0 &&
              H5Dread(set, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, (void *)read) >= 0;
  for (hsize_t i = 0; good && i < size[0]; i++) good = read[i] != NULL;
  if (set >= 0) H5Dclose(set);
  if (type >= 0) H5Tclose(type);
  if (!good) {
    free(read);
    return refused(file, "read", name, error);
  }
  *texts = read;
  *count = size[0];
  return STATUS_OK;
}

enum status h5_text_attribute(const struct h5_file *file, const char *object, const char *name,
                              const char *text, struct error *error) {
  const hid_t type = text_type(strlen(text) + 1);
  const hid_t space = H5Screate(H5S_SCALAR);
  const hid_t attribute = type >= 0 && space >= 0
                              ? H5Acreate_by_name(file->id, object, name, type, space, H5P_DEFAULT,
                                                  H5P_DEFAULT, H5P_DEFAULT)
                              : -1;
  bool good = attribute >= 0 && H5Awrite(attribute, type, text) >= 0;
  if (attribute >= 0) good = H5Aclose(attribute) >= 0 && good;
  if (space >= 0) H5Sclose(space);
  if (type >= 0) H5Tclose(type);
  return finish(file, good, "write the attribute", name, error);
}

enum status h5_attribute(const struct h5_file *file, const char *object, const char *name,
                         hid_t type, const void *value, struct error *error) {
  const hid_t space = H5Screate(H5S_SCALAR);
  const hid_t attribute = space >= 0 ? H5Acreate_by_name(file->id, object, name, type, space,
                                                         H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT)
                                     : -1;
  bool good = attribute >= 0 && H5Awrite(attribute, type, value) >= 0;
  if (attribute >= 0) good = H5Aclose(attribute) >= 0 && good;
  if (space >= 0) H5Sclose(space);
  return finish(file, good, "write the attribute", name, error);
}

enum status h5_read_attribute(const struct h5_file *file, const char *object, const char *name,
                              hid_t type, void *value, struct error *error) {
  const hid_t attribute = H5Aopen_by_name(file->id, object, name, H5P_DEFAULT, H5P_DEFAULT);
  bool good = attribute >= 0 && H5Aread(attribute, type, value) >= 0;
  if (attribute >= 0) good = H5Aclose(attribute) >= 0 && good;
  return finish(file, good, "read the attribute", name, error);
}

enum status h5_read_text_attribute(const struct h5_file *file, const char *object, const char *name,
                                   char *out, size_t bytes, struct error *error) {
  const hid_t attribute = H5Aopen_by_name(file->id, object, name, H5P_DEFAULT, H5P_DEFAULT);
  const hid_t stored = attribute >= 0 ? H5Aget_type(attribute) : -1;
  const hid_t type = text_type(bytes);
  out[0] = '\0';
  bool good = stored >= 0 && type >= 0 && H5Tget_class(stored) == H5T_STRING &&
              H5Tis_variable_str(stored) == 0 && H5Aread(attribute, type, out) >= 0;
  out[bytes - 1] = '\0';
  if (type >= 0) H5Tclose(type);
  if (stored >= 0) H5Tclose(stored);
  if (attribute >= 0) good = H5Aclose(attribute) >= 0 && good;
  return finish(file, good, "read the attribute", name, error);
}

enum status h5_scale(const struct h5_file *file, const char *name, const char *label,
                     struct error *error) {
  const hid_t set = H5Dopen2(file->id, name, H5P_DEFAULT);
  bool good = set >= 0 && H5DSset_scale(set, label) >= 0;
  if (set >= 0) good = H5Dclose(set) >= 0 && good;
  return finish(file, good, "make a scale of", name, error);
}

enum status h5_describe(const struct h5_file *file, const char *name, const char *unit,
                        const char *meaning, struct error *error) {
  TRY(h5_text_attribute(file, name, "units", unit, error));
  return h5_text_attribute(file, name, "long_name", meaning, error);
}

enum status h5_describe_time(const struct h5_file *file, const char *name, struct error *error) {
  TRY(h5_describe(file, name, "days since 1970-01-01", "first day of the month observed", error));
  return h5_text_attribute(file, name, "calendar", "standard", error);
}

enum status h5_attach(const struct h5_file *file, const char *name, const char *const *scales,
                      int count, struct error *error) {
  const hid_t set = H5Dopen2(file->id, name, H5P_DEFAULT);
  bool good = set >= 0;
  for (int d = 0; d < count && good; d++) {
    const hid_t scale = H5Dopen2(file->id, scales[d], H5P_DEFAULT);
    good = scale >= 0 && H5DSattach_scale(set, scale, (unsigned)d) >= 0;
    if (scale >= 0) H5Dclose(scale);
  }
  if (set >= 0) good = H5Dclose(set) >= 0 && good;
  return finish(file, good, "attach scales to", name, error);
}
