/* Levels, parents and siblings of elements: what tags.py and elements.py beside this file do with several arrays.

   Optional, as passes.c beside it; a test holds both ways against each other. Each number is checked before it is a
   place, and nothing is kept between calls. */

#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <stdint.h>
#include <string.h>

/* Whether these are numbers of 32 bits, as many; with an error set where they are not. */
static int are_numbers(const Py_buffer *one, Py_ssize_t count) {
    if ((uintptr_t)one->buf % sizeof(int32_t) == 0 && one->len == count * (Py_ssize_t)sizeof(int32_t)) return 1;
    PyErr_SetString(PyExc_ValueError, "numbers have 32 bits, and there are as many of each");
    return 0;
}

/* Room for numbers of 32 bits; NULL with an error set. */
static PyObject *room_for(Py_ssize_t count, int32_t **numbers) {
    PyObject *made = PyBytes_FromStringAndSize(NULL, count * (Py_ssize_t)sizeof(int32_t));
    if (made != NULL) *numbers = (int32_t *)PyBytes_AS_STRING(made);
    return made;
}

PyDoc_STRVAR(levels_doc,
             "levels(begins, lines, is_closing, is_empty, bounds)\n--\n\n"
             "Of each tag the piece it is in, which end at ``bounds``; how many lines end there before its end; how many\n"
             "elements of the piece are open before and behind it (int32).");

static PyObject *levels(PyObject *module, PyObject *arguments) {
    Py_buffer given[5];
    PyObject *made[4] = {NULL}, *found = NULL;
    int32_t *out[4], level = 0, number = 0, lines_before = 0;
    (void)module;
    if (!PyArg_ParseTuple(arguments, "y*y*y*y*y*", &given[0], &given[1], &given[2], &given[3], &given[4])) return NULL;
    Py_ssize_t count = given[2].len, pieces = given[4].len / (Py_ssize_t)sizeof(int32_t);
    const int32_t *begins = given[0].buf, *lines = given[1].buf, *bounds = given[4].buf;
    const char *is_closing = given[2].buf, *is_empty = given[3].buf;
    if (!are_numbers(&given[0], count) || !are_numbers(&given[1], count) || !are_numbers(&given[4], pieces)) goto done;
    if (given[3].len != count) {
        PyErr_SetString(PyExc_ValueError, "there are as many flags as tags");
        goto done;
    }
    for (int one = 0; one < 4; one++)
        if ((made[one] = room_for(count, &out[one])) == NULL) goto done;
    for (Py_ssize_t tag = 0; tag < count; tag++) {
        while (number < pieces && bounds[number] <= begins[tag]) {
            number++, level = 0;
            lines_before = tag ? lines[tag - 1] : 0;
        }
        out[0][tag] = number;
        out[1][tag] = (int32_t)((uint32_t)lines[tag] - (uint32_t)lines_before);
        out[2][tag] = level;
        level += is_closing[tag] ? -1 : !is_empty[tag];
        out[3][tag] = level;
    }
    if (number < pieces || count == 0) found = PyTuple_Pack(4, made[0], made[1], made[2], made[3]);
    else PyErr_SetString(PyExc_ValueError, "a tag stands behind all pieces");
done:
    for (int one = 0; one < 4; one++) Py_XDECREF(made[one]);
    for (int one = 0; one < 5; one++) PyBuffer_Release(&given[one]);
    return found;
}

enum { DEEPEST = 64 };

PyDoc_STRVAR(parents_doc,
             "parents(level)\n--\n\n"
             "For each element, by its level, the last one before it that stands a level higher; -1 for those at 0 (int32).");

static PyObject *parents(PyObject *module, PyObject *given) {
    Py_buffer level;
    int32_t last[DEEPEST], *parent;
    (void)module;
    if (PyObject_GetBuffer(given, &level, PyBUF_SIMPLE) < 0) return NULL;
    Py_ssize_t count = level.len / (Py_ssize_t)sizeof(int32_t);
    PyObject *made = are_numbers(&level, count) ? room_for(count, &parent) : NULL;
    memset(last, 0xFF, sizeof last);
    for (Py_ssize_t element = 0; made != NULL && element < count; element++) {
        int32_t own = ((const int32_t *)level.buf)[element];
        if (own < 0 || own >= DEEPEST) {
            PyErr_SetString(PyExc_ValueError, "there is no such level");
            Py_CLEAR(made);
            break;
        }
        parent[element] = own ? last[own - 1] : -1;
        last[own] = (int32_t)element;
    }
    PyBuffer_Release(&level);
    return made;
}

PyDoc_STRVAR(paths_doc,
             "paths(parent, name)\n--\n\n"
             "For each element the number of its path, by its parent, before it or -1, and the number of its name (int32); and\n"
             "of each path the one that it lengthens and by which name (int32, in turn). Path 0 is that of those without parent.\n"
             "None where there are more than some hundred paths.");

/* The paths that are known: by the one that is lengthened and the name, the number, in slots. */
typedef struct {
    int32_t above, name, number;
} Step;

static PyObject *paths(PyObject *module, PyObject *arguments) {
    Py_buffer parent, name;
    PyObject *made = NULL, *steps = NULL, *found = NULL;
    Step *slots = NULL;
    int32_t *path, *step, known = 1;
    uint32_t mask = 1023;
    (void)module;
    if (!PyArg_ParseTuple(arguments, "y*y*", &parent, &name)) return NULL;
    Py_ssize_t count = parent.len / (Py_ssize_t)sizeof(int32_t);
    const int32_t *parent_of = parent.buf, *name_of = name.buf;
    if (!are_numbers(&parent, count) || !are_numbers(&name, count)) goto done;
    if ((made = room_for(count, &path)) == NULL || (slots = PyMem_Malloc((mask + 1) * sizeof *slots)) == NULL) goto done;
    memset(slots, 0xFF, (mask + 1) * sizeof *slots);
    for (Py_ssize_t element = 0; element < count; element++) {
        if (parent_of[element] < -1 || parent_of[element] >= element || name_of[element] < 0) {
            PyErr_SetString(PyExc_ValueError, "a parent stands before its element, and names have numbers");
            goto done;
        }
        if (parent_of[element] < 0) {
            path[element] = 0;
            continue;
        }
        int32_t above = path[parent_of[element]];
        uint32_t slot = ((uint32_t)above * 0x9e3779b1u ^ (uint32_t)name_of[element] * 0x85ebca6bu) >> 7 & mask;
        while (slots[slot].number >= 0 && (slots[slot].above != above || slots[slot].name != name_of[element]))
            slot = (slot + 1) & mask;
        if (slots[slot].number < 0) {
            if (2 * (uint32_t)known > mask) {
                found = Py_NewRef(Py_None);
                goto done;
            }
            slots[slot] = (Step){above, name_of[element], known++};
        }
        path[element] = slots[slot].number;
    }
    if ((steps = room_for(2 * (Py_ssize_t)known, &step)) == NULL) goto done;
    step[0] = step[1] = -1;
    for (uint32_t slot = 0; slot <= mask; slot++)
        if (slots[slot].number >= 0)
            step[2 * slots[slot].number] = slots[slot].above, step[2 * slots[slot].number + 1] = slots[slot].name;
    found = PyTuple_Pack(2, made, steps);
done:
    if (found == NULL && !PyErr_Occurred()) PyErr_NoMemory();
    PyMem_Free(slots);
    Py_XDECREF(made);
    Py_XDECREF(steps);
    PyBuffer_Release(&parent);
    PyBuffer_Release(&name);
    return found;
}

PyDoc_STRVAR(arranged_doc,
             "arranged(path, parent, paths)\n--\n\n"
             "Elements by their paths, each in the order of the file (int64); where each path begins, with the end of the last;\n"
             "of each element which of its path it is, from 0, and which of its path in its parent, from 1 (int32).");

static PyObject *arranged(PyObject *module, PyObject *arguments) {
    Py_buffer path, parent;
    Py_ssize_t paths, count;
    PyObject *made[4] = {NULL}, *found = NULL;
    int64_t *order;
    int32_t *starts, *rank, *nth, *last = NULL;
    (void)module;
    if (!PyArg_ParseTuple(arguments, "y*y*n", &path, &parent, &paths)) return NULL;
    const int32_t *path_of = path.buf, *parent_of = parent.buf;
    count = path.len / (Py_ssize_t)sizeof(int32_t);
    if (!are_numbers(&path, count) || !are_numbers(&parent, count)) goto done;
    if (paths < 0 || paths > INT32_MAX - 1) {
        PyErr_SetString(PyExc_ValueError, "there is no such number of paths");
        goto done;
    }
    if (!(made[0] = PyBytes_FromStringAndSize(NULL, count * (Py_ssize_t)sizeof *order)) || !(made[1] = room_for(paths + 1, &starts)) ||
        !(made[2] = room_for(count, &rank)) || !(made[3] = room_for(count, &nth)))
        goto done;
    order = (int64_t *)PyBytes_AS_STRING(made[0]);
    if ((last = PyMem_Malloc((paths + 1) * sizeof *last)) == NULL) {
        PyErr_NoMemory();
        goto done;
    }
    memset(last, 0xFF, (paths + 1) * sizeof *last);
    memset(starts, 0, (paths + 1) * sizeof *starts);
    for (Py_ssize_t element = 0; element < count; element++) {
        int32_t own = path_of[element], before;
        if (own < 0 || own >= paths) {
            PyErr_SetString(PyExc_ValueError, "there is no such path");
            goto done;
        }
        before = last[own], last[own] = (int32_t)element;
        nth[element] = before >= 0 && parent_of[before] == parent_of[element] ? nth[before] + 1 : 1;
        rank[element] = starts[own + 1]++;
    }
    for (Py_ssize_t own = 0; own < paths; own++) starts[own + 1] += starts[own];
    for (Py_ssize_t element = 0; element < count; element++)
        order[starts[path_of[element]] + rank[element]] = element;
    found = PyTuple_Pack(4, made[0], made[1], made[2], made[3]);
done:
    PyMem_Free(last);
    for (int one = 0; one < 4; one++) Py_XDECREF(made[one]);
    PyBuffer_Release(&path);
    PyBuffer_Release(&parent);
    return found;
}

PyDoc_STRVAR(unmatched_doc,
             "unmatched(opens, is_empty, before, after, name)\n--\n\n"
             "By tag whether it closes an element of another name (a byte); levels are those of whole pieces.");

static PyObject *unmatched(PyObject *module, PyObject *arguments) {
    Py_buffer given[5];
    PyObject *made = NULL;
    int32_t open[DEEPEST];
    (void)module;
    if (!PyArg_ParseTuple(arguments, "y*y*y*y*y*", &given[0], &given[1], &given[2], &given[3], &given[4])) return NULL;
    const char *opens = given[0].buf, *is_empty = given[1].buf;
    const int32_t *before = given[2].buf, *after = given[3].buf, *name = given[4].buf;
    Py_ssize_t count = given[0].len;
    if (!are_numbers(&given[2], count) || !are_numbers(&given[3], count) || !are_numbers(&given[4], count)) goto done;
    if (given[1].len != count) {
        PyErr_SetString(PyExc_ValueError, "there are as many flags as tags");
        goto done;
    }
    made = PyBytes_FromStringAndSize(NULL, count);
    memset(open, 0xFF, sizeof open);
    for (Py_ssize_t tag = 0; made != NULL && tag < count; tag++) {
        int32_t level = opens[tag] ? before[tag] : after[tag];
        if (level < 0 || level >= DEEPEST) {
            PyErr_SetString(PyExc_ValueError, "there is no such level");
            Py_CLEAR(made);
            break;
        }
        if (opens[tag] && !is_empty[tag]) open[level] = name[tag];
        PyBytes_AS_STRING(made)[tag] = !opens[tag] && open[level] != name[tag];
    }
done:
    for (int one = 0; one < 5; one++) PyBuffer_Release(&given[one]);
    return made;
}

PyDoc_STRVAR(used_doc,
             "used(numbers, size, count)\n--\n\n"
             "Which numbers below a count are there, in their order, and for each of them which of those it is (int64); -1 is\n"
             "the last below the count. ``size`` is the bytes of a number, 4 or 8.");

static PyObject *used(PyObject *module, PyObject *arguments) {
    Py_buffer given;
    Py_ssize_t size, count, there = 0;
    PyObject *made[2] = {NULL}, *found = NULL;
    int64_t *place = NULL;
    (void)module;
    if (!PyArg_ParseTuple(arguments, "y*nn", &given, &size, &count)) return NULL;
    if ((size != 4 && size != 8) || (uintptr_t)given.buf % size || given.len % size || count < 0) {
        PyErr_SetString(PyExc_ValueError, "numbers have 32 or 64 bits, and their count is not negative");
        goto done;
    }
    Py_ssize_t numbers = given.len / size;
    if ((place = PyMem_Calloc(count + 1, sizeof *place)) == NULL) {
        PyErr_NoMemory();
        goto done;
    }
    if ((made[1] = PyBytes_FromStringAndSize(NULL, numbers * (Py_ssize_t)sizeof(int64_t))) == NULL) goto done;
    int64_t *which = (int64_t *)PyBytes_AS_STRING(made[1]);
    for (Py_ssize_t one = 0; one < numbers; one++) {
        int64_t own = size == 4 ? ((const int32_t *)given.buf)[one] : ((const int64_t *)given.buf)[one];
        if (own == -1) own = count - 1;
        if (own < 0 || own >= count) {
            PyErr_SetString(PyExc_IndexError, "a number is not below the count");
            goto done;
        }
        which[one] = own;
        place[own] = 1;
    }
    for (Py_ssize_t own = 0; own < count; own++) there += place[own];
    if ((made[0] = PyBytes_FromStringAndSize(NULL, there * (Py_ssize_t)sizeof(int64_t))) == NULL) goto done;
    there = 0;
    for (Py_ssize_t own = 0; own < count; own++)
        if (place[own]) {
            ((int64_t *)PyBytes_AS_STRING(made[0]))[there] = own;
            place[own] = there++;
        }
    for (Py_ssize_t one = 0; one < numbers; one++) which[one] = place[which[one]];
    found = PyTuple_Pack(2, made[0], made[1]);
done:
    PyMem_Free(place);
    Py_XDECREF(made[0]);
    Py_XDECREF(made[1]);
    PyBuffer_Release(&given);
    return found;
}

static PyMethodDef methods[] = {{"levels", levels, METH_VARARGS, levels_doc},
                                {"parents", parents, METH_O, parents_doc},
                                {"arranged", arranged, METH_VARARGS, arranged_doc},
                                {"unmatched", unmatched, METH_VARARGS, unmatched_doc},
                                {"used", used, METH_VARARGS, used_doc},
                                {"paths", paths, METH_VARARGS, paths_doc},
                                {NULL, NULL, 0, NULL}};

static struct PyModuleDef module = {PyModuleDef_HEAD_INIT, .m_name = "structure", .m_size = 0, .m_methods = methods};

PyMODINIT_FUNC PyInit_structure(void) { return PyModule_Create(&module); }
