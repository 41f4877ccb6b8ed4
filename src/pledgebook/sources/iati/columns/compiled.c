/* The distinct tags and texts of activities taken apart: what tag.py and tags.py beside this file do, and nothing else.

   Optional: built where there is a C compiler, left out elsewhere; a test holds both ways against each other. Nothing
   is decided here that is not plain: of such a tag the function that is handed in decides. All input is hostile: each
   place is checked against the end of its text, and nothing is kept between calls. */

#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "grown.h"

enum { LONGEST_PART = 201, TAG_FIELDS = 4, KNOWN_NAMES = 256, OTHERS = 63 };

typedef struct {
    PyTypeObject *tag_type;
    PyObject *exactly, *with_prefixes, *nothing, *names;
    PyObject **known; /* names that were made in this call, so that each is made once */
} Given;

typedef struct {
    const char *at, *end;
} Text;

static int is_blank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

static int begins_name(char c) { return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_'; }

static int continues_name(char c) { return begins_name(c) || (c >= '0' && c <= '9') || c == '.' || c == '-'; }

/* Passes over one part of a name; 0 where none begins here, or it is too long. */
static int pass_part(Text *text) {
    const char *first = text->at;
    if (first == text->end || !begins_name(*first)) return 0;
    while (text->at < text->end && continues_name(*text->at)) text->at++;
    return text->at - first <= LONGEST_PART;
}

/* Passes over a name, which may have one prefix; what follows is for the caller to check. */
static int pass_name(Text *text, int *has_prefix) {
    if (!pass_part(text)) return 0;
    *has_prefix = text->at < text->end && *text->at == ':';
    if (!*has_prefix) return 1;
    text->at++;
    return pass_part(text);
}

static PyObject *string_of(Text text) { return PyUnicode_DecodeUTF8(text.at, text.end - text.at, NULL); }

/* A name, which is ASCII and not empty. */
static PyObject *name_of(const Given *given, const char *first, const char *end) {
    Py_ssize_t length = end - first;
    unsigned slot = 7u * (unsigned char)*first + 31u * (unsigned char)end[-1] + 131u * (unsigned)length;
    PyObject **known = given->known + slot % KNOWN_NAMES;
    if (*known == NULL || PyUnicode_GET_LENGTH(*known) != length || memcmp(PyUnicode_DATA(*known), first, length)) {
        PyObject *name = PyUnicode_FromStringAndSize(first, length);
        if (name == NULL) return NULL;
        PyUnicode_InternInPlace(&name);
        Py_XSETREF(*known, name);
    }
    return Py_NewRef(*known);
}

static int is_namespace(const char *first, const char *end) { return end - first == 5 && !memcmp(first, "xmlns", 5); }

/* Reads ` name="value"` into the dictionary: 1, 0 where it is not so plain, -1 with an error set. */
static int read_attribute(const Given *given, Text *text, PyObject *attributes, int *is_prefixed) {
    int has_prefix, done = -1;
    if (text->at == text->end || *text->at != ' ') return 0;
    while (text->at < text->end && *text->at == ' ') text->at++;
    const char *first = text->at;
    if (!pass_name(text, &has_prefix)) return 0;
    const char *name_end = text->at;
    if (text->end - text->at < 2 || text->at[0] != '=' || text->at[1] != '"') return 0;
    const char *value = text->at + 2;
    const char *value_end = memchr(value, '"', text->end - value);
    if (value_end == NULL) return 0;
    text->at = value_end + 1;
    *is_prefixed |= has_prefix || is_namespace(first, name_end);
    PyObject *name = name_of(given, first, name_end), *said = PyUnicode_DecodeUTF8(value, value_end - value, NULL);
    if (name != NULL && said != NULL) done = PyDict_SetItem(attributes, name, said) < 0 ? -1 : 1;
    Py_XDECREF(name);
    Py_XDECREF(said);
    return done;
}

static PyObject *tag_with(const Given *given, PyObject *name, PyObject *attributes) {
    PyObject *fields[TAG_FIELDS] = {name, attributes, given->nothing, Py_False};
    PyObject *tag = given->tag_type->tp_alloc(given->tag_type, TAG_FIELDS);
    for (int field = 0; tag != NULL && field < TAG_FIELDS; field++) {
        Py_INCREF(fields[field]);
        PyTuple_SET_ITEM(tag, field, fields[field]);
    }
    return tag;
}

/* Whether all that is left of a start tag is its end. */
static int is_end(const Text *text) {
    Py_ssize_t left = text->end - text->at;
    return (left == 1 && *text->at == '>') || (left == 2 && !memcmp(text->at, "/>", 2)) ||
           (left == 3 && !memcmp(text->at, " />", 3));
}

/* A start tag of the plainest kind, taken apart; NULL without an error where it is of another. */
static PyObject *plainly(const Given *given, Text text) {
    int is_prefixed, found = 1;
    Py_ssize_t count = 0;
    for (const char *one = text.at; one < text.end; one++)
        if (*one == '&' || *one == '\n' || *one == '\t' || *one == '\r') return NULL;
    text.at++;
    const char *first = text.at;
    if (!pass_name(&text, &is_prefixed)) return NULL;
    PyObject *name = NULL, *tag = NULL, *attributes = PyDict_New();
    if (attributes == NULL) return NULL;
    const char *name_end = text.at;
    while (!is_end(&text)) {
        found = read_attribute(given, &text, attributes, &is_prefixed);
        if (found != 1) break;
        count++;
    }
    if (found == 1 && count > 0 && PyDict_GET_SIZE(attributes) == count &&
        (name = name_of(given, first, name_end)) != NULL)
        tag = is_prefixed ? PyObject_CallFunctionObjArgs(given->with_prefixes, name, attributes, NULL)
                          : tag_with(given, name, attributes);
    Py_XDECREF(name);
    Py_DECREF(attributes);
    return tag;
}

/* The name in an end tag; NULL without an error where there is none. */
static PyObject *closing_name(const Given *given, Text text) {
    int has_prefix;
    text.at += 2;
    const char *first = text.at;
    if (!pass_name(&text, &has_prefix)) return NULL;
    const char *name_end = text.at;
    while (text.at < text.end && is_blank(*text.at)) text.at++;
    return text.end - text.at == 1 && *text.at == '>' ? name_of(given, first, name_end) : NULL;
}

/* The number of a name, the next one where it is new; -1 with an error set. */
static int32_t number_of(PyObject *names, PyObject *name) {
    PyObject *known = PyDict_GetItemWithError(names, name);
    if (known != NULL) return (int32_t)PyLong_AsLong(known);
    if (PyErr_Occurred()) return -1;
    int32_t number = (int32_t)PyDict_GET_SIZE(names);
    PyObject *made = PyLong_FromLong(number);
    int failed = made == NULL || PyDict_SetItem(names, name, made) < 0;
    Py_XDECREF(made);
    return failed ? -1 : number;
}

/* Whether a text is more than blanks; -1 with an error set. Blanks beyond ASCII are for Python to know. */
static int is_said(Text text) {
    int is_ascii = 1;
    for (const char *one = text.at; one < text.end; one++) {
        unsigned char byte = *one;
        if (byte >= 0x80) is_ascii = 0;
        else if (byte > ' ' || byte < '\t' || (byte > '\r' && byte < 0x1c)) return 1;
    }
    if (is_ascii) return 0;
    PyObject *said = string_of(text), *answer = said == NULL ? NULL : PyObject_CallMethod(said, "isspace", NULL);
    Py_XDECREF(said);
    if (answer == NULL) return -1;
    int is_space = answer == Py_True;
    Py_DECREF(answer);
    return !is_space;
}

/* What the function that is handed in makes of a tag. */
static PyObject *exactly(const Given *given, Text text) {
    PyObject *said = string_of(text), *tag = said == NULL ? NULL : PyObject_CallOneArg(given->exactly, said);
    Py_XDECREF(said);
    return tag;
}

/* One tag or text: its entry in each list; -1 with an error set. */
static int take_one(const Given *given, Text text, PyObject **tag, int32_t *name, char *told) {
    PyObject *called = NULL;
    *tag = NULL, *name = -1, *told = 0;
    if (text.end - text.at > 1 && text.at[0] == '<') {
        if (text.at[1] == '/') {
            called = closing_name(given, text);
        } else {
            *tag = plainly(given, text);
            if (*tag == NULL && !PyErr_Occurred()) *tag = exactly(given, text);
            if (*tag == NULL) return -1;
            if (PyObject_TypeCheck(*tag, given->tag_type) && PyTuple_GET_SIZE(*tag) > 0)
                called = Py_NewRef(PyTuple_GET_ITEM(*tag, 0));
        }
        if (called != NULL) *name = number_of(given->names, called);
        Py_XDECREF(called);
    } else if (text.end > text.at && text.at[0] != '<') {
        int answer = is_said(text);
        *told = answer > 0;
    }
    if (PyErr_Occurred()) return -1;
    if (*tag == NULL) *tag = Py_NewRef(Py_None);
    return 0;
}

static int append(PyObject *list, Py_ssize_t number) {
    PyObject *made = PyLong_FromSsize_t(number);
    int failed = made == NULL || PyList_Append(list, made) < 0;
    Py_XDECREF(made);
    return failed ? -1 : 0;
}

/* Whether a tag has a prefix or declares one; -1 with an error set. */
static int is_special(const Given *given, PyObject *tag) {
    if (!PyObject_TypeCheck(tag, given->tag_type) || PyTuple_GET_SIZE(tag) != TAG_FIELDS) return 0;
    if (PyTuple_GET_ITEM(tag, 3) == Py_True) return 1;
    return PyTuple_GET_ITEM(tag, 2) == given->nothing ? 0 : PyObject_IsTrue(PyTuple_GET_ITEM(tag, 2));
}

static int take_all(const Given *given, Text inside, const int32_t *offsets, Py_ssize_t count, PyObject *lists[3],
                    int32_t *names, char *told) {
    for (Py_ssize_t number = 0; number < count; number++) {
        int32_t first = offsets[number], end = offsets[number + 1];
        if (first < 0 || end < first || end > inside.end - inside.at) {
            PyErr_SetString(PyExc_ValueError, "a text does not lie within the bytes");
            return -1;
        }
        Text text = {inside.at + first, inside.at + end};
        PyObject *tag;
        if (take_one(given, text, &tag, names + number, told + number) < 0) {
            Py_XDECREF(tag);
            return -1;
        }
        PyList_SET_ITEM(lists[0], number, tag);
        size_t length = end - first;
        int special = is_special(given, tag);
        if (special < 0 || (special && append(lists[2], number) < 0)) return -1;
        if (length && *text.at != '<' && (memchr(text.at, '&', length) || memchr(text.at, '\r', length))) {
            if (append(lists[1], number) < 0) return -1;
        }
    }
    return 0;
}

PyDoc_STRVAR(taken_apart_doc,
             "taken_apart(inside, offsets, tag_type, exactly, with_prefixes, nothing, names)\n--\n\n"
             "By text: its tag or None, the number of its name (int32, -1: none), whether it is said (a\n"
             "byte); which have a reference or a carriage return; which tags have or declare a prefix. New names are\n"
             "added to ``names``.");

static PyObject *taken_apart(PyObject *module, PyObject *arguments) {
    Py_buffer inside, offsets;
    Given given;
    PyObject *tag_type;
    (void)module;
    if (!PyArg_ParseTuple(arguments, "y*y*O!OOOO!", &inside, &offsets, &PyType_Type, &tag_type, &given.exactly,
                          &given.with_prefixes, &given.nothing, &PyDict_Type, &given.names))
        return NULL;
    given.tag_type = (PyTypeObject *)tag_type;
    Py_ssize_t count = offsets.len / (Py_ssize_t)sizeof(int32_t) - 1;
    PyObject *known[KNOWN_NAMES] = {NULL};
    given.known = known;
    PyObject *lists[3] = {NULL, NULL, NULL}, *names = NULL, *told = NULL, *found = NULL;
    if (count < 0 || (uintptr_t)offsets.buf % sizeof(int32_t) || !PyType_IsSubtype(given.tag_type, &PyTuple_Type)) {
        PyErr_SetString(PyExc_ValueError, "offsets are 32-bit numbers, one more than texts; a tag is a tuple");
        goto done;
    }
    lists[0] = PyList_New(count), lists[1] = PyList_New(0), lists[2] = PyList_New(0);
    names = PyBytes_FromStringAndSize(NULL, count * (Py_ssize_t)sizeof(int32_t));
    told = PyBytes_FromStringAndSize(NULL, count);
    if (!lists[0] || !lists[1] || !lists[2] || !names || !told) goto done;
    Text all = {inside.buf, (const char *)inside.buf + inside.len};
    int32_t *numbers = (int32_t *)PyBytes_AS_STRING(names);
    if (take_all(&given, all, offsets.buf, count, lists, numbers, PyBytes_AS_STRING(told)) == 0)
        found = PyTuple_Pack(5, lists[0], names, told, lists[1], lists[2]);
done:
    for (int one = 0; one < 3; one++) Py_XDECREF(lists[one]);
    for (int one = 0; one < KNOWN_NAMES; one++) Py_XDECREF(known[one]);
    Py_XDECREF(names);
    Py_XDECREF(told);
    PyBuffer_Release(&inside);
    PyBuffer_Release(&offsets);
    return found;
}

/* A text without surrounding blanks; most have none, which their ends tell. */
static PyObject *stripped(PyObject *text) {
    Py_ssize_t length = PyUnicode_GET_LENGTH(text);
    if (length > 0) {
        Py_UCS4 first = PyUnicode_READ_CHAR(text, 0), last = PyUnicode_READ_CHAR(text, length - 1);
        if (first > ' ' && first < 0x80 && last > ' ' && last < 0x80) return Py_NewRef(text);
    }
    return PyObject_CallMethod(text, "strip", NULL);
}

/* The column of an attribute: numbers by tag, the values they stand for, their numbers, its own number; made where it
   is new. */
static PyObject *column_of(PyObject *columns, PyObject *name, Py_ssize_t count) {
    PyObject *known = PyDict_GetItemWithError(columns, name);
    if (known != NULL || PyErr_Occurred()) return known;
    PyObject *of_tag = PyBytes_FromStringAndSize(NULL, count * (Py_ssize_t)sizeof(int32_t));
    PyObject *column = NULL, *values = PyList_New(0), *numbers = PyDict_New(), *empty = PyUnicode_FromString("");
    PyObject *own = PyLong_FromSsize_t(PyDict_GET_SIZE(columns));
    if (of_tag && values && numbers && empty && own && PyList_Append(values, empty) == 0 &&
        number_of(numbers, empty) == 0) {
        memset(PyBytes_AS_STRING(of_tag), 0, count * sizeof(int32_t));
        column = PyTuple_Pack(4, of_tag, values, numbers, own);
    }
    if (column != NULL && PyDict_SetItem(columns, name, column) < 0) Py_CLEAR(column);
    Py_XDECREF(of_tag);
    Py_XDECREF(values);
    Py_XDECREF(numbers);
    Py_XDECREF(empty);
    Py_XDECREF(own);
    Py_XDECREF(column);
    return column; /* the dictionary holds it */
}

/* Notes what one attribute of a tag says, and in ``has`` that it is there; -1 with an error set. */
static int note(PyObject *columns, PyObject *name, PyObject *written, Py_ssize_t tag, Py_ssize_t count, uint64_t *has) {
    if (!PyUnicode_Check(name) || !PyUnicode_Check(written)) {
        PyErr_SetString(PyExc_TypeError, "attributes are texts by their names");
        return -1;
    }
    PyObject *column = column_of(columns, name, count), *value = column == NULL ? NULL : stripped(written);
    if (value == NULL) return -1;
    PyObject *values = PyTuple_GET_ITEM(column, 1);
    int32_t number = number_of(PyTuple_GET_ITEM(column, 2), value);
    int failed = number < 0 || (number == PyList_GET_SIZE(values) && PyList_Append(values, value) < 0);
    Py_DECREF(value);
    if (failed) return -1;
    ((int32_t *)PyBytes_AS_STRING(PyTuple_GET_ITEM(column, 0)))[tag] = number;
    Py_ssize_t own = PyLong_AsSsize_t(PyTuple_GET_ITEM(column, 3));
    has[tag] |= (uint64_t)1 << (own < OTHERS ? own : OTHERS);
    return 0;
}

PyDoc_STRVAR(attribute_values_doc,
             "attribute_values(tags)\n--\n\n"
             "By the name of an attribute: by tag the number of its value (int32; 0: none or blank), the values\n"
             "without surrounding blanks, their numbers by value, and its own number. Beside it by tag the attributes that\n"
             "are there, as bits by their own numbers, the last bit for all others (uint64).");

static PyObject *attribute_values(PyObject *module, PyObject *tags) {
    (void)module;
    if (!PyList_Check(tags)) return PyErr_Format(PyExc_TypeError, "tags are a list");
    Py_ssize_t count = PyList_GET_SIZE(tags);
    PyObject *columns = PyDict_New(), *has = PyBytes_FromStringAndSize(NULL, count * (Py_ssize_t)sizeof(uint64_t));
    if (has == NULL) Py_CLEAR(columns);
    else memset(PyBytes_AS_STRING(has), 0, count * sizeof(uint64_t));
    for (Py_ssize_t number = 0; columns != NULL && number < count && PyList_GET_SIZE(tags) == count; number++) {
        PyObject *tag = PyList_GET_ITEM(tags, number), *name, *written;
        Py_ssize_t place = 0;
        if (!PyTuple_Check(tag) || PyTuple_GET_SIZE(tag) < 2 || !PyDict_Check(PyTuple_GET_ITEM(tag, 1))) {
            PyErr_SetString(PyExc_TypeError, "a tag has a dictionary of attributes");
            Py_CLEAR(columns);
            break;
        }
        while (PyDict_Next(PyTuple_GET_ITEM(tag, 1), &place, &name, &written))
            if (note(columns, name, written, number, count, (uint64_t *)PyBytes_AS_STRING(has)) < 0) {
                Py_CLEAR(columns);
                break;
            }
    }
    PyObject *found = columns == NULL ? NULL : PyTuple_Pack(2, columns, has);
    Py_XDECREF(columns);
    Py_XDECREF(has);
    return found;
}

/* Bytes behind those that are there; -1 with an error set. */
static int put(Grown *out, const char *bytes, size_t count) {
    char *place = more(out, count);
    if (place == NULL) {
        PyErr_NoMemory();
        return -1;
    }
    memcpy(place, bytes, count);
    return 0;
}

/* Writes a text as JSON does, between quotes; only what JSON must is written otherwise. */
static int put_quoted(Grown *out, const char *at, size_t count) {
    static const char named[] = "\b\f\n\r\t\"\\", names[] = "bfnrt\"\\", digits[] = "0123456789abcdef";
    const char *end = at + count, *first = at;
    if (put(out, "\"", 1) < 0) return -1;
    for (; at < end; at++) {
        unsigned char byte = *at;
        if (byte >= ' ' && byte != '"' && byte != '\\') continue;
        char code[6] = {'\\', 'u', '0', '0', digits[byte >> 4], digits[byte & 15]};
        const char *name = byte ? strchr(named, byte) : NULL;
        if (name != NULL) code[1] = names[name - named];
        if (put(out, first, at - first) < 0 || put(out, code, name != NULL ? 2 : 6) < 0) return -1;
        first = at + 1;
    }
    return put(out, first, end - first) < 0 ? -1 : put(out, "\"", 1);
}

/* The name of an attribute as JSON has it, and its value. */
typedef struct {
    const char *name, *value;
    Py_ssize_t name_length, value_length;
} Pair;

static int by_name(const void *one, const void *other) {
    const Pair *first = one, *second = other;
    Py_ssize_t shorter = first->name_length < second->name_length ? first->name_length : second->name_length;
    int order = memcmp(first->name, second->name, shorter);
    return order ? order : (first->name_length > second->name_length) - (first->name_length < second->name_length);
}

/* The pairs of the attributes that a set does not hold; how many, -1 with an error set. */
static Py_ssize_t pairs_left(PyObject *attributes, PyObject *held, PyObject *quoted, Grown *pairs) {
    PyObject *name, *written;
    Py_ssize_t at = 0, count = 0;
    pairs->used = 0;
    while (PyDict_Next(attributes, &at, &name, &written)) {
        int is_held = PySet_Contains(held, name);
        if (is_held < 0) return -1;
        if (is_held) continue;
        PyObject *shown = PyDict_GetItemWithError(quoted, name);
        if (shown == NULL || !PyUnicode_Check(shown) || !PyUnicode_Check(written)) {
            if (!PyErr_Occurred()) PyErr_SetString(PyExc_ValueError, "there is no such name");
            return -1;
        }
        Pair *pair = more(pairs, sizeof *pair);
        if (pair == NULL) PyErr_NoMemory();
        if (pair == NULL || (pair->name = PyUnicode_AsUTF8AndSize(shown, &pair->name_length)) == NULL ||
            (pair->value = PyUnicode_AsUTF8AndSize(written, &pair->value_length)) == NULL)
            return -1;
        count++;
    }
    if (count) qsort(pairs->at, count, sizeof(Pair), by_name);
    return count;
}

/* Writes pairs as an object of JSON; nothing where there are none. */
static int put_object(Grown *out, const Pair *pairs, Py_ssize_t count) {
    for (Py_ssize_t one = 0; one < count; one++)
        if (put(out, one ? ", " : "{", one ? 2 : 1) < 0 || put(out, pairs[one].name, pairs[one].name_length) < 0 ||
            put(out, ": ", 2) < 0 || put_quoted(out, pairs[one].value, pairs[one].value_length) < 0)
            return -1;
    return count ? put(out, "}", 1) : 0;
}

/* Writes what is left of the tag that a number names; -1 with an error set. */
static int put_left(Grown *out, Grown *pairs, PyObject *tags, int64_t number, PyObject *held, PyObject *quoted) {
    Py_ssize_t all = PyList_GET_SIZE(tags);
    int64_t set = all ? number / all : -1;
    PyObject *tag;
    if (number < 0 || set < 0 || set >= PyList_GET_SIZE(held) ||
        !PyTuple_Check(tag = PyList_GET_ITEM(tags, number % all)) || PyTuple_GET_SIZE(tag) < 2 ||
        !PyDict_Check(PyTuple_GET_ITEM(tag, 1)) || !PyFrozenSet_Check(PyList_GET_ITEM(held, set))) {
        PyErr_SetString(PyExc_ValueError, "there is no such tag, or no such set");
        return -1;
    }
    Py_ssize_t count = pairs_left(PyTuple_GET_ITEM(tag, 1), PyList_GET_ITEM(held, set), quoted, pairs);
    return count < 0 ? -1 : put_object(out, (const Pair *)pairs->at, count);
}

PyDoc_STRVAR(attributes_left_doc,
             "attributes_left(tags, numbers, held, quoted)\n--\n\n"
             "The attributes of tags that sets do not hold, as JSON, one after the other, and where each begins, with the\n"
             "end of the last (int32): for each number (int64) of a tag and, times the number of tags, of a set. ``quoted``\n"
             "has the names of attributes as JSON. '' where nothing is left.");

static PyObject *attributes_left(PyObject *module, PyObject *arguments) {
    PyObject *tags, *held, *quoted, *begins = NULL, *found = NULL;
    Py_buffer numbers;
    Grown out = {0}, pairs = {0};
    (void)module;
    if (!PyArg_ParseTuple(arguments, "O!y*O!O!", &PyList_Type, &tags, &numbers, &PyList_Type, &held, &PyDict_Type,
                          &quoted))
        return NULL;
    Py_ssize_t count = numbers.len / (Py_ssize_t)sizeof(int64_t);
    if ((uintptr_t)numbers.buf % sizeof(int64_t)) PyErr_SetString(PyExc_ValueError, "numbers have 64 bits");
    else begins = PyBytes_FromStringAndSize(NULL, (count + 1) * (Py_ssize_t)sizeof(int32_t));
    for (Py_ssize_t place = 0; begins != NULL && place <= count; place++) {
        ((int32_t *)PyBytes_AS_STRING(begins))[place] = (int32_t)out.used;
        if (place == count) found = Py_BuildValue("y#O", out.at == NULL ? "" : out.at, (Py_ssize_t)out.used, begins);
        else if (put_left(&out, &pairs, tags, ((const int64_t *)numbers.buf)[place], held, quoted) < 0) break;
        else if (out.used > INT32_MAX) {
            PyErr_SetString(PyExc_ValueError, "that is too much text");
            break;
        }
    }
    PyMem_RawFree(out.at);
    PyMem_RawFree(pairs.at);
    Py_XDECREF(begins);
    PyBuffer_Release(&numbers);
    return found;
}

static PyMethodDef methods[] = {{"taken_apart", taken_apart, METH_VARARGS, taken_apart_doc},
                                {"attribute_values", attribute_values, METH_O, attribute_values_doc},
                                {"attributes_left", attributes_left, METH_VARARGS, attributes_left_doc},
                                {NULL, NULL, 0, NULL}};

static struct PyModuleDef module = {PyModuleDef_HEAD_INIT, .m_name = "compiled", .m_size = 0, .m_methods = methods};

PyMODINIT_FUNC PyInit_compiled(void) { return PyModule_Create(&module); }
