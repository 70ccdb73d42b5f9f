/*
 * Starts the Java runtime that lies beside this program: bin/bundle, lib/runtime, lib/app.
 *
 * No shell, no look-up of anything: a machine behind an air gap has neither Java nor, perhaps, a shell, and every
 * start counts. Linked statically, so that it runs with any C library. The options are the build's (JVM_OPTIONS);
 * in them @APP@ stands for the folder lib/app.
 */
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char *const OPTIONS[] = {JVM_OPTIONS};
enum { COUNT = sizeof OPTIONS / sizeof *OPTIONS };

static void fail(const char *what) {
  fprintf(stderr, "bundle: %s: %s\n", what, strerror(errno));
  exit(1);
}

/* head + middle + tail */
static char *joined(const char *head, const char *middle, const char *tail) {
  char *text = malloc(strlen(head) + strlen(middle) + strlen(tail) + 1);
  if (!text) fail("starting");
  strcpy(text, head);
  strcat(text, middle);
  strcat(text, tail);
  return text;
}

/*
 * The folder above bin/; through a link to this program as well. Without /proc, by the name that it was called by; then
 * the runtime's own library has to be named too, since the dynamic linker cannot tell where the runtime lies.
 */
static void find_home(const char *called, char *home) {
  ssize_t length = readlink("/proc/self/exe", home, PATH_MAX - 1);
  int known = length > 0;
  if (known) {
    home[length] = '\0';
  } else if (!strchr(called, '/') || !realpath(called, home)) {
    fail("its own folder cannot be found; call it by its path");
  }
  for (int up = 0; up < 2; up++) {
    char *slash = strrchr(home, '/');
    if (slash) *slash = '\0';
  }
  if (!known) setenv("LD_LIBRARY_PATH", joined(home, "/lib/runtime/lib", ""), 1);
}

/* Java takes a colon for the end of a path: with one it finds neither its own library nor our jars. */
static void refuse_colon(const char *home) {
  if (!strchr(home, ':')) return;
  fprintf(stderr, "bundle: Java cannot run in %s, because of the colon in its path; move this folder to where no folder's name has one\n", home);
  exit(2);
}

/* Java would take options from these: code of somebody else's, in a program that holds passwords; and it prints them. */
static void forget_options(void) {
  static const char *const VARIABLES[] = {"JDK_JAVA_OPTIONS", "JAVA_TOOL_OPTIONS", "_JAVA_OPTIONS"};
  for (size_t i = 0; i < sizeof VARIABLES / sizeof *VARIABLES; i++) unsetenv(VARIABLES[i]);
}

/* Without a locale Java takes no path that is not ASCII; the names of files are UTF-8 all the same. */
static void speak_utf8(void) {
  static const char *const VARIABLES[] = {"LC_ALL", "LC_CTYPE", "LANG"};
  const char *locale = NULL;
  for (size_t i = 0; i < sizeof VARIABLES / sizeof *VARIABLES && (!locale || !*locale); i++) locale = getenv(VARIABLES[i]);
  if (!locale || !*locale || !strcmp(locale, "C") || !strcmp(locale, "POSIX")) setenv("LC_ALL", "C.UTF-8", 1);
}

/* An option with its @APP@ replaced. */
static char *option(const char *template, const char *home) {
  const char *at = strstr(template, "@APP@");
  if (!at) return joined(template, "", "");
  char *head = joined(template, "", "");
  head[at - template] = '\0';
  return joined(head, joined(home, "/lib/app", ""), at + strlen("@APP@"));
}

int main(int argc, char **argv) {
  char home[PATH_MAX];
  find_home(argv[0], home);
  refuse_colon(home);
  forget_options();
  speak_utf8();
  char **arguments = calloc(COUNT + (size_t)argc + 1, sizeof *arguments);
  if (!arguments) fail("starting");
  char *java = joined(home, "/lib/runtime/bin/java", "");
  arguments[0] = java;
  for (int i = 0; i < COUNT; i++) arguments[1 + i] = option(OPTIONS[i], home);
  for (int i = 1; i < argc; i++) arguments[COUNT + i] = argv[i];
  execv(java, arguments);
  fail(java);
}
