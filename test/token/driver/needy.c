/* A module that needs another library: with -DLIBRARY the library, without it the module. Also what crashes on loading. */
#ifdef LIBRARY
int needed_by_the_driver(void) { return 6; }
#else
int needed_by_the_driver(void);
#ifdef CRASH
__attribute__((constructor)) static void at_load(void) { __builtin_trap(); }
unsigned long C_GetFunctionList(void **list) { return list ? 6 : 7; }
#else
unsigned long C_GetFunctionList(void **list) { return list ? (unsigned long)needed_by_the_driver() : 7; }
#endif
#endif
