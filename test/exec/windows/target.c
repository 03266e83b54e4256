/*
 * A program for the tests of the Windows shim: says what it was given. Its last word may say what it does besides:
 * `exit:N`, `input` (copies standard input), `later:FILE` (writes a file after three seconds, and `begun` at once),
 * `variable:NAME`, `split` (says how `CommandLineToArgvW` reads each line of its input).
 */
#include <fcntl.h>
#include <io.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <windows.h>

static void say(const wchar_t *text, const char *end) {
  static char bytes[65536];
  WideCharToMultiByte(CP_UTF8, 0, text, -1, bytes, sizeof bytes, NULL, NULL);
  printf("%s%s", bytes, end);
}

static void split(void) {
  static char line[8192];
  static wchar_t wide[8192];
  while (fgets(line, sizeof line, stdin)) {
    int count;
    wchar_t **words;
    line[strcspn(line, "\n")] = 0;
    wcscpy(wide, L"x ");
    MultiByteToWideChar(CP_UTF8, 0, line, -1, wide + 2, 8000);
    words = CommandLineToArgvW(wide, &count);
    for (int at = 1; at < count; at++) say(words[at], at + 1 < count ? "\x1f" : "");
    printf("\n");
  }
}

int wmain(int count, wchar_t **words) {
  const wchar_t *last = words[count - 1];
  _setmode(0, _O_BINARY);
  _setmode(1, _O_BINARY);
  if (!wcscmp(last, L"split")) return split(), 0;
  for (int at = 1; at < count; at++) {
    printf("[%d] ", at);
    say(words[at], "\n");
  }
  fflush(stdout);
  if (!wcscmp(last, L"input")) {
    char part[4096];
    size_t got;
    while ((got = fread(part, 1, sizeof part, stdin)) > 0) fwrite(part, 1, got, stdout);
  }
  if (!wcsncmp(last, L"later:", 6)) {
    FILE *file = _wfopen(L"begun", L"w");
    if (file) fclose(file);
    Sleep(3000);
    file = _wfopen(last + 6, L"w");
    if (file) fclose(file);
  }
  if (!wcsncmp(last, L"variable:", 9)) {
    const wchar_t *value = _wgetenv(last + 9);
    say(value ? value : L"(none)", "\n");
  }
  return wcsncmp(last, L"exit:", 5) ? 0 : _wtoi(last + 5);
}
