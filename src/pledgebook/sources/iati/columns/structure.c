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

static PyMethodDef methods[] = {{"levels", levels, METH_VARARGS, levels_doc},
                                {"parents", parents, METH_O, parents_doc},
                                {"arranged", arranged, METH_VARARGS, arranged_doc},
                                {"unmatched", unmatched, METH_VARARGS, unmatched_doc},
                                {NULL, NULL, 0, NULL}};

static struct PyModuleDef module = {PyModuleDef_HEAD_INIT, .m_name = "structure", .m_size = 0, .m_methods = methods};

PyMODINIT_FUNC PyInit_structure(void) { return PyModule_Create(&module); }
