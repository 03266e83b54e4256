/*
 * Holdpoint's shim on Windows: one program, copied under the name of every program it stands in front of
 * (src/exec/windows-shims.ts). It finds the real program, lets the common harmless call through by itself, asks the
 * guard about every other one, and starts the real program with the caller's command line as it came, its handles, its
 * console and its environment; Ctrl+C is left to that program, its exit code is passed on, and it ends with the shim.
 *
 * `holdpoint-shim.exe NAME.cmd ...` is what a batch file of that name calls where the real program is a batch file.
 *
 * What it works with stands in `shims.txt` of the guard's folder, in UTF-8: one `key value` per line. No C runtime: it
 * starts in a few milliseconds and loads nothing but kernel32. Built by scripts/windows-shim.mts.
 */
#define WIN32_LEAN_AND_MEAN
#define UNICODE
#include <windows.h>
#include <tlhelp32.h>

/* As src/exec/shim-codes.ts has them. */
enum { code_go = 40, code_spooled = 41, code_stop = 42, code_interrupted = 43 };
enum { not_run = 126, not_found = 9009, deepest = 24, most_words = 32767 };
/* What a program ends with that Ctrl+C ended (STATUS_CONTROL_C_EXIT). */
#define ended_by_control_c 0xC000013Au

void *memset(void *to, int byte, size_t count) {
  volatile unsigned char *at = to;
  while (count--) *at++ = (unsigned char)byte;
  return to;
}

void *memcpy(void *to, const void *from, size_t count) {
  volatile unsigned char *at = to;
  const unsigned char *source = from;
  while (count--) *at++ = *source++;
  return to;
}

static void *room(size_t bytes) {
  void *found = HeapAlloc(GetProcessHeap(), HEAP_ZERO_MEMORY, bytes);
  if (!found) ExitProcess(not_run);
  return found;
}

/* A text that grows. */
typedef struct {
  WCHAR *at;
  size_t length, space;
} Text;

static void add_some(Text *text, const WCHAR *from, size_t count) {
  if (text->length + count + 2 > text->space) {
    size_t space = (text->length + count + 2) * 2;
    WCHAR *wider = room(space * sizeof(WCHAR));
    memcpy(wider, text->at, text->length * sizeof(WCHAR));
    if (text->at) HeapFree(GetProcessHeap(), 0, text->at);
    text->at = wider;
    text->space = space;
  }
  memcpy(text->at + text->length, from, count * sizeof(WCHAR));
  text->length += count;
  text->at[text->length] = 0;
}

static void add(Text *text, const WCHAR *from) { add_some(text, from, lstrlenW(from)); }

static void add_number(Text *text, DWORD number) {
  WCHAR digits[12];
  int at = 11;
  digits[at] = 0;
  do digits[--at] = L'0' + number % 10;
  while (number /= 10);
  add(text, digits + at);
}

static WCHAR *copy_of(const WCHAR *from, size_t count) {
  Text text = {0};
  add_some(&text, from, count);
  return text.at;
}

static int is_same(const WCHAR *one, int length, const WCHAR *other, int other_length) {
  return CompareStringOrdinal(one, length, other, other_length, TRUE) == CSTR_EQUAL;
}

static int is_blank(WCHAR letter) { return letter == L' ' || letter == L'\t'; }

/* Says one sentence on standard error and ends. */
static void stop(const WCHAR *name, const WCHAR *sentence, const WCHAR *more, UINT code) {
  Text said = {0};
  char *bytes;
  DWORD written;
  int count;
  if (name) add(&said, name);
  add(&said, sentence);
  if (more) add(&said, more);
  add(&said, L"\r\n");
  count = WideCharToMultiByte(CP_UTF8, 0, said.at, (int)said.length, NULL, 0, NULL, NULL);
  bytes = room(count);
  WideCharToMultiByte(CP_UTF8, 0, said.at, (int)said.length, bytes, count, NULL, NULL);
  WriteFile(GetStdHandle(STD_ERROR_HANDLE), bytes, count, &written, NULL);
  ExitProcess(code);
}

static WCHAR *variable(const WCHAR *name) {
  DWORD count = GetEnvironmentVariableW(name, NULL, 0);
  WCHAR *value;
  if (!count) return NULL;
  value = room((count + 1) * sizeof(WCHAR));
  GetEnvironmentVariableW(name, value, count + 1);
  return value;
}

static WCHAR *wide(const char *bytes, int count) {
  int letters = MultiByteToWideChar(CP_UTF8, 0, bytes, count, NULL, 0);
  WCHAR *text = room((letters + 1) * sizeof(WCHAR));
  MultiByteToWideChar(CP_UTF8, 0, bytes, count, text, letters);
  return text;
}

/* ---- where this shim stands, and what it was told ---- */

static WCHAR *guard_folder, *editors_folder, *own_file, *name, *extension, *told;
/* Whether a batch file called: what it hands on has been through cmd's parser once. */
static int for_batch;

static WCHAR *parent_of(const WCHAR *file) {
  int at = lstrlenW(file);
  while (at > 0 && file[at - 1] != L'\\') at--;
  return copy_of(file, at > 0 ? at - 1 : 0);
}

/* The value of the line that begins with a key, behind `from`; NULL where there is none before the next program. */
static WCHAR *line_of(const WCHAR *from, const WCHAR *key, const WCHAR **next) {
  int length = lstrlenW(key);
  while (from && *from) {
    const WCHAR *end = from;
    while (*end && *end != L'\n') end++;
    if (end - from > length && from[length] == L' ' && is_same(from, length, key, length)) {
      if (next) *next = *end ? end + 1 : end;
      return copy_of(from + length + 1, end - from - length - 1);
    }
    if (lstrcmpW(key, L"program") && end - from > 8 && is_same(from, 8, L"program ", 8)) return NULL;
    from = *end ? end + 1 : end;
  }
  return NULL;
}

/* The lines of this shim's program; NULL where the table has none. */
static const WCHAR *lines_of_program(void) {
  const WCHAR *next = told;
  WCHAR *found;
  while ((found = line_of(next, L"program", &next))) {
    if (is_same(found, -1, name, -1)) return next;
  }
  return NULL;
}

static void read_told(void) {
  Text file = {0};
  HANDLE open;
  DWORD size, got = 0;
  char *bytes;
  add(&file, guard_folder);
  add(&file, L"\\shims.txt");
  open = CreateFileW(file.at, GENERIC_READ, FILE_SHARE_READ | FILE_SHARE_DELETE, NULL, OPEN_EXISTING, 0, NULL);
  if (open == INVALID_HANDLE_VALUE) return;
  size = GetFileSize(open, NULL);
  if (size < 1u << 20) {
    bytes = room(size + 1);
    if (ReadFile(open, bytes, size, &got, NULL) && got == size) told = wide(bytes, size);
  }
  CloseHandle(open);
}

/* ---- the command line ---- */

/* What follows the first word, as it came: the blanks in front of it are left out. */
static WCHAR *after_first_word(WCHAR *line) {
  int quoted = 0;
  while (*line && (quoted || !is_blank(*line))) {
    if (*line == L'"') quoted = !quoted;
    line++;
  }
  while (is_blank(*line)) line++;
  return line;
}

/*
 * The words of a command line as the C runtime reads them ("Parsing C command-line arguments"); -1 where runtimes
 * differ (two quotes in a quoted part) or a letter stands there that only some take for a blank.
 */
static int words_of(const WCHAR *line, WCHAR ***words) {
  int count = 0, quoted = 0;
  *words = room((lstrlenW(line) / 2 + 2) * sizeof(WCHAR *));
  for (;;) {
    Text word = {0};
    while (is_blank(*line)) line++;
    if (!*line) return count;
    add(&word, L"");
    while (*line && (quoted || !is_blank(*line))) {
      int slashes = 0;
      if (*line < L' ' && *line != L'\t') return -1;
      while (*line == L'\\') slashes++, line++;
      if (*line == L'"') {
        for (int half = slashes / 2; half > 0; half--) add(&word, L"\\");
        if (slashes % 2) add(&word, L"\"");
        else if (quoted && line[1] == L'"') return -1;
        else quoted = !quoted;
        line++;
        continue;
      }
      while (slashes-- > 0) add(&word, L"\\");
      if (*line && (quoted || !is_blank(*line))) add_some(&word, line++, 1);
    }
    (*words)[count++] = word.at;
  }
}

/* ---- what is let through without asking: as src/exec/prefilter.ts has it ---- */

/* Whether a word fits a pattern of the shell: `*`, `?`, `[...]`, `[!...]`. */
static int fits(const WCHAR *pattern, const WCHAR *end, const WCHAR *word) {
  for (; pattern < end; pattern++, word++) {
    if (*pattern == L'*') {
      for (;; word++) {
        if (fits(pattern + 1, end, word)) return 1;
        if (!*word) return 0;
      }
    }
    if (!*word) return 0;
    if (*pattern == L'?') continue;
    if (*pattern == L'[') {
      int within = 0, none;
      const WCHAR *at = pattern + 1;
      none = *at == L'!';
      if (none) at++;
      do {
        if (*at == *word) within = 1;
        at++;
      } while (at < end && *at != L']');
      if (within == none) return 0;
      pattern = at;
      continue;
    }
    if (*pattern != *word) return 0;
  }
  return !*word;
}

static int fits_any(const WCHAR *patterns, const WCHAR *word) {
  while (patterns && *patterns) {
    const WCHAR *end = patterns;
    while (*end && *end != L' ') end++;
    if (fits(patterns, end, word)) return 1;
    patterns = *end ? end + 1 : end;
  }
  return 0;
}

static int is_harmless(const WCHAR *line) {
  const WCHAR *lines = lines_of_program();
  WCHAR **words;
  WCHAR *looks, *only, *unless;
  int count, harmless;
  if (!lines) return 0;
  count = words_of(line, &words);
  if (count <= 0) return 0;
  looks = line_of(lines, L"looks", NULL);
  only = line_of(lines, L"only", NULL);
  unless = line_of(lines, L"unless", NULL);
  if (count == 1 && fits_any(L"--version -version -V --help version help", words[0])) return 1;
  harmless = looks ? fits_any(looks, words[0]) : only != NULL;
  for (int at = 0; at < count; at++) {
    if (fits_any(unless, words[at])) harmless = 0;
    else if (only && !fits_any(only, words[at])) harmless = 0;
  }
  return harmless;
}

/* ---- the real program ---- */

/* The folders of shims, this one's and those of other editors: EDITORS\<any>\bin. */
static int is_shim_folder(const WCHAR *folder, int length) {
  int root = lstrlenW(editors_folder), at = root + 1;
  while (length > 0 && folder[length - 1] == L'\\') length--;
  if (length <= root + 5 || !is_same(folder, root, editors_folder, root) || folder[root] != L'\\') return 0;
  while (at < length && folder[at] != L'\\') at++;
  return is_same(folder + at, length - at, L"\\bin", 4);
}

static int identity_of(const WCHAR *file, BY_HANDLE_FILE_INFORMATION *found) {
  HANDLE open = CreateFileW(file, 0, 7, NULL, OPEN_EXISTING, FILE_FLAG_BACKUP_SEMANTICS, NULL);
  int known = open != INVALID_HANDLE_VALUE && GetFileInformationByHandle(open, found);
  if (open != INVALID_HANDLE_VALUE) CloseHandle(open);
  return known;
}

/* Whether a file is this very shim, reached by another path. */
static int is_own(const WCHAR *file) {
  BY_HANDLE_FILE_INFORMATION own, other;
  return identity_of(own_file, &own) && identity_of(file, &other) && own.nFileIndexLow == other.nFileIndexLow &&
         own.nFileIndexHigh == other.nFileIndexHigh && own.dwVolumeSerialNumber == other.dwVolumeSerialNumber;
}

static WCHAR *program_in(const WCHAR *folder, size_t length, const WCHAR *ending) {
  Text file = {0};
  DWORD kind;
  add_some(&file, folder, length);
  if (folder[length - 1] != L'\\') add(&file, L"\\");
  add(&file, name);
  add(&file, ending);
  kind = GetFileAttributesW(file.at);
  if (kind == INVALID_FILE_ATTRIBUTES || (kind & FILE_ATTRIBUTE_DIRECTORY) || is_own(file.at)) return NULL;
  return file.at;
}

/* The first of this name in PATH behind the shims; the last one where `last`. */
static WCHAR *search(const WCHAR *const *endings, int last) {
  WCHAR *found = NULL, *path = variable(L"PATH");
  WCHAR *from = path;
  while (from && *from) {
    WCHAR *end = from, *next;
    size_t length;
    while (*end && *end != L';') end++;
    next = *end ? end + 1 : end;
    length = end - from;
    if (length > 1 && *from == L'"' && from[length - 1] == L'"') from++, length -= 2;
    if (length > 0 && !is_shim_folder(from, (int)length)) {
      for (const WCHAR *const *ending = endings; *ending; ending++) {
        WCHAR *here = program_in(from, length, *ending);
        if (!here) continue;
        found = here;
        if (!last) return found;
        break;
      }
    }
    from = next;
  }
  return found;
}

static WCHAR *real_program(int depth) {
  static const WCHAR *const all[] = {L".com", L".exe", L".bat", L".cmd", NULL};
  const WCHAR *own[] = {extension, NULL};
  WCHAR *found = search(own, depth >= deepest);
  return found ? found : search(all, depth >= deepest);
}

static int is_batch(const WCHAR *file) {
  int length = lstrlenW(file);
  return length > 4 && (is_same(file + length - 4, 4, L".cmd", 4) || is_same(file + length - 4, 4, L".bat", 4));
}

/* ---- starting programs ---- */

static HANDLE job, running;

/* Ctrl+C is the program's to answer; a console that closes waits for it. */
static BOOL WINAPI on_control(DWORD kind) {
  if (kind != CTRL_C_EVENT && kind != CTRL_BREAK_EVENT && running) WaitForSingleObject(running, INFINITE);
  return TRUE;
}

/* A program that ends with the shim, and whose own children do not: as if the shim were that program. */
static void make_job(void) {
  JOBOBJECT_EXTENDED_LIMIT_INFORMATION limits = {0};
  job = CreateJobObjectW(NULL, NULL);
  limits.BasicLimitInformation.LimitFlags = JOB_OBJECT_LIMIT_KILL_ON_JOB_CLOSE | JOB_OBJECT_LIMIT_SILENT_BREAKAWAY_OK;
  if (job) SetInformationJobObject(job, JobObjectExtendedLimitInformation, &limits, sizeof limits);
}

static HANDLE start(const WCHAR *file, WCHAR *line, WCHAR *environment, STARTUPINFOW *how) {
  PROCESS_INFORMATION started;
  DWORD flags = CREATE_SUSPENDED | CREATE_UNICODE_ENVIRONMENT;
  /* Without a console of ours the system would open one, in a window. */
  if (!GetConsoleCP()) flags |= CREATE_NO_WINDOW;
  if (!CreateProcessW(file, line, NULL, NULL, TRUE, flags, environment, NULL, how, &started)) return NULL;
  if (job) AssignProcessToJobObject(job, started.hProcess);
  ResumeThread(started.hThread);
  CloseHandle(started.hThread);
  return started.hProcess;
}

static DWORD end_of(HANDLE process) {
  DWORD code = not_run;
  running = process;
  WaitForSingleObject(process, INFINITE);
  GetExitCodeProcess(process, &code);
  return code;
}

static HANDLE inheritable(HANDLE handle) {
  HANDLE own = NULL;
  if (!handle || handle == INVALID_HANDLE_VALUE) return NULL;
  return DuplicateHandle(GetCurrentProcess(), handle, GetCurrentProcess(), &own, 0, TRUE, DUPLICATE_SAME_ACCESS)
             ? own
             : NULL;
}

/* ---- whose terminal it is ---- */

/* When a process began, in 100 ns; 0 where that cannot be seen. Gives the file it runs, too, where there is room. */
static ULONGLONG began(DWORD process, WCHAR *file, DWORD letters) {
  HANDLE open = OpenProcess(PROCESS_QUERY_LIMITED_INFORMATION, FALSE, process);
  FILETIME from = {0}, unused[3];
  if (!open) return 0;
  GetProcessTimes(open, &from, &unused[0], &unused[1], &unused[2]);
  if (!QueryFullProcessImageNameW(open, 0, file, &letters)) *file = 0;
  CloseHandle(open);
  return ((ULONGLONG)from.dwHighDateTime << 32) | from.dwLowDateTime;
}

static DWORD parent_process(DWORD process) {
  PROCESSENTRY32W entry = {0};
  DWORD parent = 0;
  HANDLE all = CreateToolhelp32Snapshot(TH32CS_SNAPPROCESS, 0);
  entry.dwSize = sizeof entry;
  if (all == INVALID_HANDLE_VALUE) return 0;
  for (BOOL more = Process32FirstW(all, &entry); more; more = Process32NextW(all, &entry)) {
    if (entry.th32ProcessID == process) parent = entry.th32ParentProcessID;
  }
  CloseHandle(all);
  return parent;
}

/* The shell of the editor's terminal this runs in: what the editor's own program started; 0 where none is above. */
static DWORD terminal_shell(const WCHAR *editor) {
  WCHAR *file = room(most_words * sizeof(WCHAR));
  DWORD at = GetCurrentProcessId();
  ULONGLONG since = began(at, file, most_words);
  for (int steps = 0; steps < 24 && since; steps++) {
    DWORD parent = parent_process(at);
    ULONGLONG earlier = parent ? began(parent, file, most_words) : 0;
    /* The number of one that ended may have gone to a later one. */
    if (!earlier || earlier > since) return 0;
    if (is_same(file, -1, editor, -1)) return at;
    at = parent;
    since = earlier;
  }
  return 0;
}

/* ---- asking ---- */

/* The path of the file on standard input, where it is one. */
static WCHAR *input_file(void) {
  HANDLE input = GetStdHandle(STD_INPUT_HANDLE);
  WCHAR *file;
  DWORD count;
  if (!input || input == INVALID_HANDLE_VALUE || GetFileType(input) != FILE_TYPE_DISK) return NULL;
  file = room(most_words * sizeof(WCHAR));
  count = GetFinalPathNameByHandleW(input, file, most_words - 1, 0);
  if (!count || count >= most_words) return NULL;
  if (is_same(file, 8, L"\\\\?\\UNC\\", 8)) return file[6] = L'\\', file + 6;
  return is_same(file, 4, L"\\\\?\\", 4) ? file + 4 : file;
}

static void add_variable(Text *block, const WCHAR *key, const WCHAR *value) {
  add(block, key);
  add(block, L"=");
  add(block, value);
  add_some(block, L"", 1);
}

/* The whole environment of the Node that asks: what was told, the call, and the caller's variables under other names. */
static WCHAR *asking_environment(const WCHAR *line) {
  Text block = {0};
  const WCHAR *next = told;
  WCHAR *value, *every, *input = input_file();
  Text own = {0}, shell = {0};
  DWORD process = terminal_shell(line_of(told, L"node", NULL));
  while ((value = line_of(next, L"set", &next))) add_some(&block, value, lstrlenW(value) + 1);
  add_number(&own, GetCurrentProcessId());
  add_variable(&block, L"HOLDPOINT_SHIM_PID", own.at);
  add_variable(&block, L"HOLDPOINT_SHIM_LINE", line);
  if (process) {
    add_number(&shell, process);
    add_variable(&block, L"HOLDPOINT_SHIM_TERMINAL", shell.at);
  }
  if (input) add_variable(&block, L"HOLDPOINT_SHIM_INPUT", input);
  every = GetEnvironmentStringsW();
  for (WCHAR *at = every; at && *at; at += lstrlenW(at) + 1) {
    if (*at == L'=' || is_same(at, 16, L"HOLDPOINT_CALLER", 16)) continue;
    add(&block, L"HOLDPOINT_CALLER_");
    add_some(&block, at, lstrlenW(at) + 1);
  }
  add_some(&block, L"", 1);
  return block.at;
}

/* All that a pipe gives until its end, as text; the answer is one path. */
static WCHAR *read_all(HANDLE from) {
  enum { most = 65536 };
  char *bytes = room(most + 1);
  DWORD length = 0, got;
  while (length < most && ReadFile(from, bytes + length, most - length, &got, NULL) && got > 0) length += got;
  return wide(bytes, length);
}

/* Asks the guard; ends the shim where the call may not go out. Gives the file that holds the input, or NULL. */
static WCHAR *ask(const WCHAR *line) {
  static const WCHAR unchecked[] =
      L" was not run, because Holdpoint could not check it. Reload the editor window, then try again.";
  WCHAR *node = line_of(told, L"node", NULL), *main = line_of(told, L"main", NULL), *said;
  Text call = {0}, start_of_sentence = {0};
  STARTUPINFOW how = {0};
  SECURITY_ATTRIBUTES passed_on = {sizeof passed_on, NULL, TRUE};
  HANDLE asker, from, to;
  DWORD code;
  add(&start_of_sentence, L"holdpoint: ");
  add(&start_of_sentence, name);
  if (!node || !main || !CreatePipe(&from, &to, &passed_on, 0)) stop(start_of_sentence.at, unchecked, NULL, not_run);
  SetHandleInformation(from, HANDLE_FLAG_INHERIT, 0);
  add(&call, L"\"");
  add(&call, node);
  add(&call, L"\" \"");
  add(&call, main);
  add(&call, L"\" shim ");
  add(&call, name);
  how.cb = sizeof how;
  how.dwFlags = STARTF_USESTDHANDLES;
  how.hStdInput = inheritable(GetStdHandle(STD_INPUT_HANDLE));
  how.hStdOutput = to;
  how.hStdError = inheritable(GetStdHandle(STD_ERROR_HANDLE));
  asker = start(node, call.at, asking_environment(line), &how);
  CloseHandle(to);
  if (how.hStdInput) CloseHandle(how.hStdInput);
  if (how.hStdError) CloseHandle(how.hStdError);
  if (!asker) stop(start_of_sentence.at, unchecked, NULL, not_run);
  said = read_all(from);
  code = end_of(asker);
  running = NULL;
  CloseHandle(asker);
  CloseHandle(from);
  if (code == code_go) return NULL;
  if (code == code_spooled && *said) return said;
  if (code == code_stop) ExitProcess(not_run);
  if (code == code_interrupted || code == ended_by_control_c) ExitProcess(ended_by_control_c);
  stop(start_of_sentence.at, unchecked, NULL, not_run);
  return NULL;
}

/* ---- becoming the real program ---- */

static int is_among(const WCHAR *letters, WCHAR letter) {
  while (*letters && *letters != letter) letters++;
  return *letters != 0;
}

/* `rest` for cmd's own parser, so that a batch file finds it in `%*` letter for letter: every mark it acts on escaped. */
static void add_escaped(Text *line, const WCHAR *rest) {
  for (; *rest; rest++) {
    if (is_among(L"()%!^\"<>&|", *rest)) add(line, L"^");
    add_some(line, rest, 1);
  }
}

/*
 * The words of a command line as a batch file can hand them on in `%*`: what cmd would act on stands in quotes, a quote
 * is two of them, which cmd's parser and the C runtime's both leave inside the quoted part. Gives NULL where the words
 * are not known.
 */
static WCHAR *batch_words(const WCHAR *line) {
  Text text = {0};
  WCHAR **words;
  int count = words_of(line, &words);
  if (count < 0) return NULL;
  add(&text, L"");
  for (int at = 0; at < count; at++) {
    const WCHAR *letter = words[at];
    int slashes = 0, plain = *letter != 0;
    for (; *letter; letter++) plain = plain && !is_among(L" \t\"()%!^<>&|,;=", *letter);
    if (at) add(&text, L" ");
    if (plain) {
      add(&text, words[at]);
      continue;
    }
    add(&text, L"\"");
    for (letter = words[at]; *letter; letter++) {
      slashes = *letter == L'\\' ? slashes + 1 : 0;
      if (*letter == L'"') add(&text, L"\"");
      add_some(&text, letter, 1);
      if (*letter == L'\\' && (letter[1] == L'"' || !letter[1]))
        for (int more = slashes; more > 0; more--) add(&text, L"\\");
    }
    add(&text, L"\"");
  }
  return text.at;
}

/* Puts another input into the list of open files that C runtimes hand on: a count, a mark for each, a handle for each. */
static void hand_over_input(STARTUPINFOW *how) {
  enum { is_open = 1, is_text = 0x80 };
  BYTE *list = how->lpReserved2;
  int count = 0;
  if (!list || how->cbReserved2 < sizeof count) return;
  memcpy(&count, list, sizeof count);
  if (count < 1 || (size_t)count > (how->cbReserved2 - sizeof count) / (1 + sizeof(HANDLE))) return;
  list[sizeof count] = (list[sizeof count] & is_text) | is_open;
  memcpy(list + sizeof count + count, &how->hStdInput, sizeof(HANDLE));
}

static void run(const WCHAR *real, const WCHAR *rest, const WCHAR *input) {
  Text line = {0}, file = {0};
  STARTUPINFOW how;
  HANDLE process;
  GetStartupInfoW(&how);
  how.lpReserved = NULL;
  if (is_batch(real)) {
    WCHAR *system = room(MAX_PATH * 2 * sizeof(WCHAR));
    const WCHAR *words = for_batch ? NULL : batch_words(rest);
    if (!words) words = rest;
    for (const WCHAR *letter = words; *letter; letter++) {
      if (*letter == L'\n' || *letter == L'\r')
        stop(L"holdpoint: ", name, L" was not run: a batch file cannot be given a line break.", not_run);
    }
    GetSystemDirectoryW(system, MAX_PATH * 2 - 1);
    add(&file, system);
    add(&file, L"\\cmd.exe");
    add(&line, L"cmd.exe /d /s /c \"\"");
    add(&line, real);
    add(&line, L"\" ");
    add_escaped(&line, words);
    add(&line, L"\"");
  } else {
    add(&file, real);
    add(&line, L"\"");
    add(&line, real);
    add(&line, L"\"");
    if (*rest) add(&line, L" ");
    add(&line, rest);
  }
  /* The system passes its own streams on, but not to a program without a console. */
  if (input || (!GetConsoleCP() && !(how.dwFlags & STARTF_USESTDHANDLES))) {
    how.hStdInput = inheritable(GetStdHandle(STD_INPUT_HANDLE));
    how.hStdOutput = inheritable(GetStdHandle(STD_OUTPUT_HANDLE));
    how.hStdError = inheritable(GetStdHandle(STD_ERROR_HANDLE));
    how.dwFlags |= STARTF_USESTDHANDLES;
  }
  if (input) {
    SECURITY_ATTRIBUTES passed_on = {sizeof passed_on, NULL, TRUE};
    how.hStdInput = CreateFileW(input, GENERIC_READ | DELETE, FILE_SHARE_READ | FILE_SHARE_DELETE, &passed_on, OPEN_EXISTING,
                                FILE_FLAG_DELETE_ON_CLOSE, NULL);
    if (how.hStdInput == INVALID_HANDLE_VALUE)
      stop(L"holdpoint: ", name, L" was not run, because its input could not be kept. Try again.", not_run);
    hand_over_input(&how);
  }
  process = start(file.at, line.at, NULL, &how);
  if (!process) {
    Text why = {0};
    add(&why, L" could not be started (error ");
    add_number(&why, GetLastError());
    add(&why, L").");
    stop(L"holdpoint: ", real, why.at, not_run);
  }
  if (input) CloseHandle(how.hStdInput);
  ExitProcess(end_of(process));
}

/* Rounds in which the program came back to its own shim: `HOLDPOINT_SHIM=NAME/ROUNDS`. */
static int rounds(void) {
  WCHAR *mark = variable(L"HOLDPOINT_SHIM");
  int length = lstrlenW(name), depth = 0;
  if (!mark || lstrlenW(mark) <= length || mark[length] != L'/' || !is_same(mark, length, name, length)) return 0;
  for (mark += length + 1; *mark >= L'0' && *mark <= L'9' && depth < 1000; mark++) depth = depth * 10 + *mark - L'0';
  return depth;
}

/* The name and the ending of a file name. */
static void take_name(const WCHAR *file) {
  int dot = lstrlenW(file);
  while (dot > 0 && file[dot] != L'.') dot--;
  if (dot == 0) dot = lstrlenW(file);
  name = copy_of(file, dot);
  extension = copy_of(file + dot, lstrlenW(file + dot));
  for (WCHAR *at = name; *at; at++) {
    if (*at >= L'A' && *at <= L'Z') *at += 32;
  }
}

void begin(void) {
  WCHAR *rest = after_first_word(GetCommandLineW()), *folder, *real, *input = NULL;
  Text mark = {0};
  int depth;
  own_file = room(most_words * sizeof(WCHAR));
  GetModuleFileNameW(NULL, own_file, most_words - 1);
  folder = parent_of(own_file);
  take_name(own_file + lstrlenW(folder) + 1);
  guard_folder = folder;
  if (is_same(name, -1, L"holdpoint-shim", -1)) {
    WCHAR *end = rest;
    for_batch = 1;
    while (*end && !is_blank(*end)) end++;
    take_name(copy_of(rest, end - rest));
    rest = end;
    while (is_blank(*rest)) rest++;
  } else {
    guard_folder = parent_of(folder);
  }
  editors_folder = parent_of(guard_folder);
  SetEnvironmentVariableW(L"HOLDPOINT_FOLDER", NULL);
  SetConsoleCtrlHandler(on_control, TRUE);
  make_job();
  read_told();
  depth = rounds();
  real = real_program(depth);
  if (!real)
    stop(L"'", name,
         L"' is not recognized as an internal or external command,\r\noperable program or batch file.", not_found);
  if (!is_harmless(rest)) input = ask(rest);
  add(&mark, name);
  add(&mark, L"/");
  add_number(&mark, depth + 1);
  SetEnvironmentVariableW(L"HOLDPOINT_SHIM", mark.at);
  run(real, rest, input);
}
