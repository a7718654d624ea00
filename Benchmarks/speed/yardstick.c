/* What it costs to read a tree of manifests and push them through libyaml, and do nothing with what comes out.
 *
 *   yardstick walk|read|parse [-t THREADS] PATH...
 *
 * walk   lists the files and asks for the state of each
 * read   reads every byte
 * parse  calls yaml_parser_parse until the stream ends and deletes each event; names the files that do not parse on
 *        standard error
 *
 * Files end in .yaml, .yml or .json, hidden folders are left out. Prints what it met. */
#define _GNU_SOURCE
#include <dirent.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <yaml.h>

static char **paths;
static size_t count, room;
static atomic_size_t next, bytes, events, failures;
static enum { WALK, READ, PARSE } mode;

static void *must(void *memory) {
  if (!memory) { perror("yardstick"); exit(2); }
  return memory;
}

static int is_manifest(const char *name) {
  const char *dot = strrchr(name, '.');
  return dot && (!strcmp(dot, ".yaml") || !strcmp(dot, ".yml") || !strcmp(dot, ".json"));
}

static void walk(const char *path) {
  struct stat state;
  if (stat(path, &state)) { perror(path); exit(2); }
  if (S_ISREG(state.st_mode)) {
    if (count == room) paths = must(realloc(paths, (room = room * 2 + 1024) * sizeof *paths));
    paths[count++] = must(strdup(path));
    return;
  }
  if (!S_ISDIR(state.st_mode)) return;
  DIR *folder = must(opendir(path));
  for (struct dirent *entry; (entry = readdir(folder));) {
    if (entry->d_name[0] == '.') continue;
    if (entry->d_type == DT_REG && !is_manifest(entry->d_name)) continue;
    char *inner;
    if (asprintf(&inner, "%s/%s", path, entry->d_name) < 0) must(NULL);
    walk(inner);
    free(inner);
  }
  closedir(folder);
}

static void parse(const char *path, const unsigned char *text, size_t size) {
  yaml_parser_t parser;
  yaml_event_t event;
  if (!yaml_parser_initialize(&parser)) must(NULL);
  yaml_parser_set_input_string(&parser, text, size);
  for (int at_end = 0; !at_end;) {
    if (!yaml_parser_parse(&parser, &event)) { failures++; fprintf(stderr, "%s\n", path); break; }
    at_end = event.type == YAML_STREAM_END_EVENT;
    yaml_event_delete(&event);
    events++;
  }
  yaml_parser_delete(&parser);
}

static void *work(void *unused) {
  unsigned char *buffer = NULL;
  size_t capacity = 0, own;
  while ((own = next++) < count) {
    struct stat state;
    int file = open(paths[own], O_RDONLY);
    if (file < 0 || fstat(file, &state)) { perror(paths[own]); exit(2); }
    if ((size_t)state.st_size > capacity) buffer = must(realloc(buffer, capacity = state.st_size));
    size_t have = 0;
    for (ssize_t got; have < (size_t)state.st_size && (got = read(file, buffer + have, state.st_size - have)) > 0;) have += got;
    close(file);
    bytes += have;
    if (mode == PARSE) parse(paths[own], buffer, have);
  }
  free(buffer);
  return unused;
}

int main(int argc, char **argv) {
  int threads = 1;
  if (argc < 3) return fputs("usage: yardstick walk|read|parse [-t THREADS] PATH...\n", stderr), 2;
  mode = !strcmp(argv[1], "parse") ? PARSE : !strcmp(argv[1], "read") ? READ : WALK;
  for (int at = 2; at < argc; at++) {
    if (!strcmp(argv[at], "-t") && at + 1 < argc) threads = atoi(argv[++at]); else walk(argv[at]);
  }
  if (threads < 1 || threads > 64) return fputs("yardstick: 1 to 64 threads\n", stderr), 2;
  if (mode != WALK) {
    pthread_t started[64];
    for (int at = 0; at < threads; at++) if (pthread_create(&started[at], NULL, work, NULL)) must(NULL);
    for (int at = 0; at < threads; at++) pthread_join(started[at], NULL);
  }
  printf("%zu files, %zu bytes, %zu events, %zu failures\n", count, (size_t)bytes, (size_t)events, (size_t)failures);
  return 0;
}
