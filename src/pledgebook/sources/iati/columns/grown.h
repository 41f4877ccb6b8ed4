/* Bytes, or numbers, of which there come more: what the extensions here write while they do not know how much it is. */

#ifndef PLEDGEBOOK_GROWN
#define PLEDGEBOOK_GROWN

#include <Python.h>

/* ``at`` is freed by who has it, with PyMem_RawFree. */
typedef struct {
    char *at;
    size_t used, room;
} Grown;

/* Room for so many bytes more; NULL where there is no memory, without an error set: it may be asked without the GIL. */
static void *more(Grown *grown, size_t bytes) {
    if (grown->room - grown->used < bytes) {
        size_t room = 2 * grown->room + bytes + 4096;
        char *at = PyMem_RawRealloc(grown->at, room);
        if (at == NULL) return NULL;
        grown->at = at, grown->room = room;
    }
    void *place = grown->at + grown->used;
    grown->used += bytes;
    return place;
}

#endif
