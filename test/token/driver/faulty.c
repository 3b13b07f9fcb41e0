/*
 * A PKCS#11 module that behaves as bad drivers and real cards do. It hands every call on to a real module (FAULTY_REAL,
 * SoftHSM in the tests) and spoils what the control file (FAULTY_CONTROL) asks for, read anew at each call:
 *
 *   crash FUNCTION        the process dies in this function
 *   hang FUNCTION         the function never returns
 *   fail FUNCTION HEX     the function answers this CK_RV
 *   slow MS               C_Login and C_Sign take as long as on a card
 *   absent 1              no token in any slot; open sessions answer CKR_DEVICE_REMOVED
 *   removed_after N       after N more signatures the token is gone, until this line is taken away
 *   tries N               N wrong PINs in a row lock the token (counted in FAULTY_STATE, across processes)
 *   to_be_changed 1       CKF_USER_PIN_TO_BE_CHANGED until C_SetPIN succeeded
 *   always_auth 1         keys say CKA_ALWAYS_AUTHENTICATE and want a context-specific login for each signature
 *   pad PIN               protected authentication path: a login without a PIN takes this one, as typed on the device
 *
 * FAULTY_STATE.log gets one line for every call that uses a PIN or signs: never the PIN itself, but its length.
 */
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "pkcs11.h"

static CK_FUNCTION_LIST_PTR real;
static CK_FUNCTION_LIST mine;
static unsigned long signed_count;
static int context_login;
static CK_BYTE known_pin[256];
static CK_ULONG known_pin_length;

/* The rest of the line that begins with `key`, or NULL. */
static const char *control(const char *key) {
  static char value[256];
  const char *path = getenv("FAULTY_CONTROL");
  FILE *file = path ? fopen(path, "r") : NULL;
  char line[256];
  const char *found = NULL;
  size_t length = strlen(key);
  if (!file) return NULL;
  while (!found && fgets(line, sizeof line, file)) {
    line[strcspn(line, "\n")] = 0;
    if (strncmp(line, key, length) == 0 && line[length] == ' ') {
      snprintf(value, sizeof value, "%s", line + length + 1);
      found = value;
    }
  }
  fclose(file);
  return found;
}

static void note(const char *what, CK_ULONG kind, CK_ULONG length, CK_RV rv) {
  char path[512];
  FILE *file;
  snprintf(path, sizeof path, "%s.log", getenv("FAULTY_STATE") ? getenv("FAULTY_STATE") : "/dev/null");
  file = fopen(path, "a");
  if (!file) return;
  fprintf(file, "%s %lu %lu 0x%lx\n", what, kind, length, rv);
  fclose(file);
}

struct state {
  int wrong;
  int changed;
};
static struct state read_state(void) {
  struct state s = {0, 0};
  FILE *file = getenv("FAULTY_STATE") ? fopen(getenv("FAULTY_STATE"), "r") : NULL;
  if (file) {
    if (fscanf(file, "%d %d", &s.wrong, &s.changed) != 2) s.wrong = 0;
    fclose(file);
  }
  return s;
}
static void write_state(struct state s) {
  FILE *file = getenv("FAULTY_STATE") ? fopen(getenv("FAULTY_STATE"), "w") : NULL;
  if (!file) return;
  fprintf(file, "%d %d\n", s.wrong, s.changed);
  fclose(file);
}

/* What the control file says of this function; CKR_OK = go on. */
static CK_RV spoiled(const char *function) {
  char key[64];
  const char *value = control("crash");
  if (value && strcmp(value, function) == 0) __builtin_trap();
  value = control("hang");
  if (value && strcmp(value, function) == 0)
    for (;;) sleep(3600);
  snprintf(key, sizeof key, "fail %s", function);
  value = control(key);
  return value ? strtoul(value, NULL, 16) : CKR_OK;
}
static void like_a_card(void) {
  const char *ms = control("slow");
  if (ms) usleep((useconds_t)atoi(ms) * 1000);
}
static int gone(void) {
  const char *after = control("removed_after");
  return control("absent") != NULL || (after && signed_count >= strtoul(after, NULL, 10));
}
static int tries(void) {
  const char *value = control("tries");
  return value ? atoi(value) : 0;
}

#define BEFORE(name)               \
  CK_RV spoil = spoiled(#name);    \
  if (spoil != CKR_OK) return spoil

static CK_RV f_Initialize(CK_VOID_PTR args) {
  CK_RV rv;
  BEFORE(C_Initialize);
  rv = real->C_Initialize(args);
  return rv == CKR_CRYPTOKI_ALREADY_INITIALIZED ? CKR_OK : rv;
}
static CK_RV f_GetSlotList(CK_BBOOL present, CK_SLOT_ID_PTR list, CK_ULONG_PTR count) {
  BEFORE(C_GetSlotList);
  if (!control("removed_after")) signed_count = 0;
  if (gone()) {
    *count = 0;
    return CKR_OK;
  }
  return real->C_GetSlotList(present, list, count);
}
static CK_RV f_GetTokenInfo(CK_SLOT_ID slot, CK_TOKEN_INFO_PTR info) {
  CK_RV rv;
  struct state s = read_state();
  BEFORE(C_GetTokenInfo);
  if (gone()) return CKR_TOKEN_NOT_PRESENT;
  rv = real->C_GetTokenInfo(slot, info);
  if (rv != CKR_OK) return rv;
  if (tries()) {
    info->flags &= ~(CK_FLAGS)(CKF_USER_PIN_COUNT_LOW | CKF_USER_PIN_FINAL_TRY | CKF_USER_PIN_LOCKED);
    if (s.wrong >= tries()) info->flags |= CKF_USER_PIN_LOCKED;
    else if (s.wrong == tries() - 1) info->flags |= CKF_USER_PIN_FINAL_TRY;
    else if (s.wrong > 0) info->flags |= CKF_USER_PIN_COUNT_LOW;
  }
  if (control("to_be_changed") && !s.changed) info->flags |= CKF_USER_PIN_TO_BE_CHANGED;
  if (control("pad")) info->flags |= CKF_PROTECTED_AUTHENTICATION_PATH;
  return rv;
}
static CK_RV f_OpenSession(CK_SLOT_ID slot, CK_FLAGS flags, CK_VOID_PTR app, CK_NOTIFY notify, CK_SESSION_HANDLE_PTR session) {
  BEFORE(C_OpenSession);
  if (gone()) return CKR_TOKEN_NOT_PRESENT;
  return real->C_OpenSession(slot, flags, app, notify, session);
}
static CK_RV counted(CK_RV rv) {
  struct state s = read_state();
  if (!tries()) return rv;
  if (rv == CKR_PIN_INCORRECT) s.wrong++;
  else if (rv == CKR_OK) s.wrong = 0;
  write_state(s);
  return rv;
}
static CK_RV login(CK_SESSION_HANDLE session, CK_USER_TYPE user, CK_UTF8CHAR_PTR pin, CK_ULONG length) {
  const char *pad = control("pad");
  static char typed[64];
  BEFORE(C_Login);
  like_a_card();
  if (gone()) return CKR_DEVICE_REMOVED;
  if (tries() && read_state().wrong >= tries()) return CKR_PIN_LOCKED;
  if (pad) {
    if (length != 0) return CKR_ARGUMENTS_BAD;
    snprintf(typed, sizeof typed, "%s", pad);
    pin = (CK_UTF8CHAR_PTR)typed;
    length = strlen(typed);
  }
  if (user == CKU_CONTEXT_SPECIFIC) {
    context_login = length == known_pin_length && memcmp(pin, known_pin, length) == 0;
    return counted(context_login ? CKR_OK : CKR_PIN_INCORRECT);
  }
  if (length <= sizeof known_pin) {
    memcpy(known_pin, pin, length);
    known_pin_length = length;
  }
  return counted(real->C_Login(session, user, pin, length));
}
static CK_RV f_Login(CK_SESSION_HANDLE session, CK_USER_TYPE user, CK_UTF8CHAR_PTR pin, CK_ULONG length) {
  CK_RV rv;
  note("C_Login:begun", user, length, 0);
  rv = login(session, user, pin, length);
  note("C_Login", user, length, rv);
  return rv;
}
static CK_RV f_Logout(CK_SESSION_HANDLE session) {
  BEFORE(C_Logout);
  memset(known_pin, 0, sizeof known_pin);
  known_pin_length = 0;
  note("C_Logout", 0, 0, 0);
  if (gone()) return CKR_DEVICE_REMOVED;
  return real->C_Logout(session);
}
static CK_RV f_SetPIN(CK_SESSION_HANDLE session, CK_UTF8CHAR_PTR old, CK_ULONG old_length, CK_UTF8CHAR_PTR fresh, CK_ULONG fresh_length) {
  CK_RV rv;
  struct state s;
  BEFORE(C_SetPIN);
  like_a_card();
  if (gone()) return CKR_DEVICE_REMOVED;
  if (tries() && read_state().wrong >= tries()) return CKR_PIN_LOCKED;
  rv = counted(real->C_SetPIN(session, old, old_length, fresh, fresh_length));
  note("C_SetPIN", 0, fresh_length, rv);
  if (rv == CKR_OK) {
    s = read_state();
    s.changed = 1;
    write_state(s);
  }
  return rv;
}
static CK_RV f_GetAttributeValue(CK_SESSION_HANDLE session, CK_OBJECT_HANDLE object, CK_ATTRIBUTE_PTR template, CK_ULONG count) {
  CK_RV rv;
  CK_ULONG i;
  BEFORE(C_GetAttributeValue);
  rv = real->C_GetAttributeValue(session, object, template, count);
  for (i = 0; control("always_auth") && i < count; i++)
    if (template[i].type == CKA_ALWAYS_AUTHENTICATE && template[i].pValue) *(CK_BBOOL *)template[i].pValue = CK_TRUE;
  return rv;
}
static CK_RV f_SignInit(CK_SESSION_HANDLE session, CK_MECHANISM_PTR mechanism, CK_OBJECT_HANDLE key) {
  BEFORE(C_SignInit);
  if (gone()) return CKR_DEVICE_REMOVED;
  context_login = 0;
  return real->C_SignInit(session, mechanism, key);
}
static CK_RV f_Sign(CK_SESSION_HANDLE session, CK_BYTE_PTR data, CK_ULONG length, CK_BYTE_PTR signature, CK_ULONG_PTR room) {
  CK_RV rv;
  note("C_Sign:begun", 0, length, 0);
  {
    BEFORE(C_Sign);
  }
  like_a_card();
  if (gone()) return CKR_DEVICE_REMOVED;
  if (control("always_auth") && !context_login) return CKR_USER_NOT_LOGGED_IN;
  context_login = 0;
  rv = real->C_Sign(session, data, length, signature, room);
  if (rv == CKR_OK && signature && control("removed_after")) signed_count++;
  note("C_Sign", 0, length, rv);
  return rv;
}

CK_RV C_GetFunctionList(CK_FUNCTION_LIST_PTR_PTR list) {
  const char *path = getenv("FAULTY_REAL");
  void *module = path ? dlopen(path, RTLD_NOW | RTLD_LOCAL) : NULL;
  CK_C_GetFunctionList get = module ? (CK_C_GetFunctionList)dlsym(module, "C_GetFunctionList") : NULL;
  BEFORE(C_GetFunctionList);
  if (!get || get(&real) != CKR_OK) return CKR_GENERAL_ERROR;
  mine = *real;
  mine.C_Initialize = f_Initialize;
  mine.C_GetFunctionList = C_GetFunctionList;
  mine.C_GetSlotList = f_GetSlotList;
  mine.C_GetTokenInfo = f_GetTokenInfo;
  mine.C_OpenSession = f_OpenSession;
  mine.C_Login = f_Login;
  mine.C_Logout = f_Logout;
  mine.C_SetPIN = f_SetPIN;
  mine.C_GetAttributeValue = f_GetAttributeValue;
  mine.C_SignInit = f_SignInit;
  mine.C_Sign = f_Sign;
  *list = &mine;
  return CKR_OK;
}
