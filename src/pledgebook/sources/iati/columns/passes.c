/* Passes over the bytes of activities and over numbers of them: what marks.py, tidy.py and run.py do with several arrays.

   Optional, as compiled.c beside it; a test holds both ways against each other. No object is made here but bytes. All
   input is hostile: each place is checked against the end, and nothing is kept between calls. */

#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <stdint.h>
#include <string.h>

#include "grown.h"

typedef unsigned char Byte;

static int append(Grown *grown, int32_t number) {
    int32_t *place = more(grown, sizeof number);
    if (place == NULL) return -1;
    *place = number;
    return 0;
}

static PyObject *taken(const Grown *grown) { return PyBytes_FromStringAndSize(grown->at, grown->used); }

/* ---- Pieces of a file ---- */

static const char END[] = "</iati-activity>";

/* Whether two characters stand together somewhere: the second is looked for, which is rare where ``<`` is not. */
static int stands(const char *two, const char *first, const char *end) {
    const char *place = first;
    while (end - place > 1 && (place = memchr(place + 1, two[1], end - place - 1)) != NULL)
        if (place[-1] == two[0]) return 1;
    return 0;
}

static int32_t breaks_between(const char *at, const char *end) {
    int32_t breaks = 0;
    for (; at < end; at++) breaks += *at == '\n';
    return breaks;
}

PyDoc_STRVAR(pieces_doc,
             "pieces(buffer, begin)\n--\n\n"
             "Where each piece ends, from one that begins there on, and its line breaks (int32), up to the first in which\n"
             "something may hide a tag.");

static PyObject *pieces(PyObject *module, PyObject *arguments) {
    Py_buffer buffer;
    Py_ssize_t begin;
    Grown ends = {0}, breaks = {0};
    PyObject *found = NULL;
    (void)module;
    if (!PyArg_ParseTuple(arguments, "y*n", &buffer, &begin)) return NULL;
    if (buffer.len > INT32_MAX || begin < 0 || begin > buffer.len) {
        PyErr_SetString(PyExc_ValueError, "places are 32-bit numbers, within the bytes");
        goto done;
    }
    const char *all = buffer.buf, *at = all + begin, *end;
    while ((end = memmem(at, all + buffer.len - at, END, sizeof END - 1)) != NULL) {
        if (stands("<!", at, end) || stands("<?", at, end)) break;
        end += sizeof END - 1;
        if (append(&ends, (int32_t)(end - all)) < 0 || append(&breaks, breaks_between(at, end)) < 0) {
            PyErr_NoMemory();
            goto done;
        }
        at = end;
    }
    found = Py_BuildValue("NN", taken(&ends), taken(&breaks));
done:
    PyMem_RawFree(ends.at);
    PyMem_RawFree(breaks.at);
    PyBuffer_Release(&buffer);
    return found;
}

/* ---- Distinct tags and texts ---- */

/* Their bytes one after the other, where each ends, how many lines end in each, its hash, by which ``slots`` find it;
   of a tag the text that was last behind it, and the tag behind that: files repeat themselves, so that it often is so
   again, and need not be looked for. */
enum { INSIDE, ENDS, BREAKS, HASHES, TEXT_BEHIND, TAG_BEHIND, OF_DISTINCT };

/* ``hash`` is half of it, so that most others are passed over here. */
typedef struct {
    uint32_t hash;
    int32_t number;
} Slot;

typedef struct {
    Grown kept[OF_DISTINCT];
    Slot *slots;
    int32_t count;
    uint64_t mask, seed;
} Distinct;

static uint64_t mixed(uint64_t one, uint64_t other) {
    unsigned __int128 product = (unsigned __int128)(one ^ 0x9e3779b97f4a7c15u) * (other ^ 0xe7037ed1a0b428dbu);
    return (uint64_t)product ^ (uint64_t)(product >> 64);
}

/* ``seed`` is a number that no file can know: files could else be made of tags that all fall into one slot. */
static uint64_t hash_of(const char *first, size_t length, uint64_t seed) {
    uint64_t hash = seed ^ length, two[2];
    for (; length > sizeof two; first += sizeof two, length -= sizeof two) {
        memcpy(two, first, sizeof two);
        hash = mixed(hash ^ two[0], seed ^ two[1]);
    }
    two[0] = two[1] = 0;
    memcpy(two, first, length);
    return mixed(mixed(hash ^ two[0], seed ^ two[1]), seed);
}

static int is_next(Byte byte) { return (byte & 0xC0) == 0x80; }

/* How many bytes the character has that begins here; 0 where it is none, or none that XML allows. */
static size_t character(const Byte *at, size_t left) {
    uint32_t code;
    if (*at < 0x80) return *at >= ' ' || *at == '\n' || *at == '\t' || *at == '\r';
    if (*at < 0xC2 || *at > 0xF4 || left < 2 || !is_next(at[1])) return 0;
    if (*at < 0xE0) return 2;
    if (left < 3 || !is_next(at[2])) return 0;
    code = (*at & 0x0Fu) << 12 | (at[1] & 0x3Fu) << 6 | (at[2] & 0x3Fu);
    if (*at < 0xF0) return code >= 0x800 && (code < 0xD800 || code > 0xDFFF) && code < 0xFFFE ? 3 : 0;
    if (left < 4 || !is_next(at[3])) return 0;
    code = (*at & 0x07u) << 18 | (at[1] & 0x3Fu) << 12 | (at[2] & 0x3Fu) << 6 | (at[3] & 0x3Fu);
    return code >= 0x10000 && code <= 0x10FFFF ? 4 : 0;
}

/* How many lines end in a tag or text; -1 where it is not plain: a character, or a mark within it. */
static int32_t breaks_in(const char *first, size_t length) {
    const Byte *at = (const Byte *)first, *end = at + length;
    Byte forbidden = length && *at == '<' ? '<' : '>';
    int32_t breaks = 0;
    if (forbidden == '<') at++;
    while (at < end) {
        if (*at == forbidden) return -1;
        size_t bytes = *at >= ' ' && *at < 0x80 ? 1 : character(at, end - at);
        if (bytes == 0) return -1;
        breaks += *at == '\n';
        at += bytes;
    }
    return breaks;
}

/* Makes room for twice as many; -1 where there is no memory. */
static int widen(Distinct *distinct) {
    uint64_t mask = distinct->slots == NULL ? 0xFFF : 2 * distinct->mask + 1;
    Slot *slots = PyMem_RawMalloc((mask + 1) * sizeof *slots);
    if (slots == NULL) return -1;
    memset(slots, 0xFF, (mask + 1) * sizeof *slots);
    for (int32_t number = 0; number < distinct->count; number++) {
        uint64_t hash = ((uint64_t *)distinct->kept[HASHES].at)[number], slot = hash & mask;
        while (slots[slot].number >= 0) slot = (slot + 1) & mask;
        slots[slot].hash = (uint32_t)(hash >> 32), slots[slot].number = number;
    }
    PyMem_RawFree(distinct->slots);
    distinct->slots = slots, distinct->mask = mask;
    return 0;
}

/* The number of a tag or text, the next one where it is new; -1 without memory, -2 where it is not plain. */
static int32_t number_of(Distinct *distinct, const char *first, size_t length) {
    uint64_t hash = hash_of(first, length, distinct->seed), slot = hash & distinct->mask;
    for (; distinct->slots[slot].number >= 0; slot = (slot + 1) & distinct->mask) {
        int32_t known = distinct->slots[slot].number;
        if (distinct->slots[slot].hash != (uint32_t)(hash >> 32)) continue;
        int32_t *ends = (int32_t *)distinct->kept[ENDS].at;
        if (length == (size_t)(ends[known + 1] - ends[known]) &&
            memcmp(distinct->kept[INSIDE].at + ends[known], first, length) == 0)
            return known;
    }
    int32_t breaks = breaks_in(first, length);
    if (breaks < 0) return -2;
    char *inside = more(&distinct->kept[INSIDE], length);
    uint64_t *kept = more(&distinct->kept[HASHES], sizeof hash);
    if (inside == NULL || kept == NULL || append(&distinct->kept[BREAKS], breaks) < 0 ||
        append(&distinct->kept[TEXT_BEHIND], -1) < 0 || append(&distinct->kept[TAG_BEHIND], -1) < 0 ||
        append(&distinct->kept[ENDS], (int32_t)distinct->kept[INSIDE].used) < 0)
        return -1;
    memcpy(inside, first, length);
    *kept = hash;
    distinct->slots[slot].hash = (uint32_t)(hash >> 32), distinct->slots[slot].number = distinct->count++;
    if (2 * (uint64_t)distinct->count > distinct->mask && widen(distinct) < 0) return -1;
    return distinct->count - 1;
}

/* What is found of each tag: where it begins, its line, its number, that of the text behind it. */
enum { BEGINS, LINES, TAG, TEXT, OF_TAG };

/* Where a tag or text ends that begins here, if it is the one of this number; else NULL. */
static const char *end_of(const Distinct *distinct, int32_t number, const char *first, const char *end) {
    if (number < 0) return NULL;
    const int32_t *ends = (const int32_t *)distinct->kept[ENDS].at + number;
    size_t length = ends[1] - ends[0];
    if (length > (size_t)(end - first) || memcmp(first, distinct->kept[INSIDE].at + ends[0], length)) return NULL;
    return first + length;
}

/* The tag that begins here, up to ``at``: its number, -1 without memory, -2 where it is not plain. */
static int32_t tag_at(Distinct *distinct, int32_t before, const char **at, const char *end) {
    int32_t number = before < 0 ? -1 : ((const int32_t *)distinct->kept[TAG_BEHIND].at)[before];
    const char *first = *at, *close = end_of(distinct, number, first, end);
    if (close == NULL) {
        close = end - first < 2 ? NULL : memchr(first, '>', end - first);
        if (close == NULL || first[1] == '!' || first[1] == '?') return -2;
        number = number_of(distinct, first, ++close - first);
        if (number >= 0 && before >= 0) ((int32_t *)distinct->kept[TAG_BEHIND].at)[before] = number;
    }
    *at = close;
    return number;
}

/* The text behind a tag, which begins here, up to ``at``: its number, -1 or -2. */
static int32_t text_at(Distinct *distinct, int32_t tag, const char **at, const char *end) {
    int32_t number = ((const int32_t *)distinct->kept[TEXT_BEHIND].at)[tag];
    const char *first = *at, *close = end_of(distinct, number, first, end);
    if (close == NULL || (close < end && *close != '<')) {
        close = memchr(first, '<', end - first);
        if (close == NULL) close = end;
        number = number_of(distinct, first, close - first);
        if (number >= 0) ((int32_t *)distinct->kept[TEXT_BEHIND].at)[tag] = number;
    }
    *at = close;
    return number;
}

/* One tag, which begins here, and the text behind it, up to ``at``: 1, 0 where they are not plain, -1 without memory.
   ``before`` is the tag before it. */
static int mark_one(Grown marks[OF_TAG], Distinct *distinct, const char *content, const char **at, const char *end,
                    int32_t *lines, int32_t *before) {
    const char *first = *at;
    int32_t tag = tag_at(distinct, *before, at, end);
    if (tag < 0) return tag == -1 ? -1 : 0;
    int32_t text = text_at(distinct, tag, at, end);
    if (text < 0) return text == -1 ? -1 : 0;
    *before = tag;
    const int32_t *breaks = (const int32_t *)distinct->kept[BREAKS].at;
    *lines += breaks[tag];
    if (append(&marks[BEGINS], (int32_t)(first - content)) < 0 || append(&marks[LINES], *lines) < 0 ||
        append(&marks[TAG], tag) < 0 || append(&marks[TEXT], text) < 0)
        return -1;
    *lines += breaks[text];
    return 1;
}

static int mark_all(Grown marks[OF_TAG], Distinct *distinct, const char *content, const char *end) {
    const char *at = content;
    int32_t lines = 0, before = -1;
    int found = 1;
    for (; at < end && (*at == ' ' || *at == '\t' || *at == '\r' || *at == '\n'); at++) lines += *at == '\n';
    if (at == end || *at != '<') return 0;
    while (at < end && found == 1) found = mark_one(marks, distinct, content, &at, end, &lines, &before);
    return found;
}

PyDoc_STRVAR(marks_doc,
             "marks(content, seed)\n--\n\n"
             "Of each tag where it begins, how many lines end before its end, its number and that of the text behind it\n"
             "(int32); the distinct tags and texts one after the other, and where each begins and the last ends. None\n"
             "where the bytes are not plain.");

static PyObject *marks_of(PyObject *module, PyObject *arguments) {
    Py_buffer content;
    long long seed;
    Grown marks[OF_TAG] = {0};
    Distinct distinct = {0};
    PyObject *found = NULL;
    (void)module;
    if (!PyArg_ParseTuple(arguments, "y*L", &content, &seed)) return NULL;
    distinct.seed = (uint64_t)seed;
    if (content.len > INT32_MAX) {
        PyErr_SetString(PyExc_ValueError, "places are 32-bit numbers");
        goto done;
    }
    int plain = append(&distinct.kept[ENDS], 0) < 0 || widen(&distinct) < 0
                    ? -1
                    : mark_all(marks, &distinct, content.buf, (const char *)content.buf + content.len);
    if (plain < 0) PyErr_NoMemory();
    if (plain == 0) found = Py_NewRef(Py_None);
    if (plain == 1)
        found = Py_BuildValue("NNNNNN", taken(&marks[BEGINS]), taken(&marks[LINES]), taken(&marks[TAG]),
                              taken(&marks[TEXT]), taken(&distinct.kept[INSIDE]), taken(&distinct.kept[ENDS]));
done:
    for (int one = 0; one < OF_TAG; one++) PyMem_RawFree(marks[one].at);
    for (int one = 0; one < OF_DISTINCT; one++) PyMem_RawFree(distinct.kept[one].at);
    PyMem_RawFree(distinct.slots);
    PyBuffer_Release(&content);
    return found;
}

/* ---- Texts with their blanks drawn together ---- */

/* How many bytes the blank has that begins here, as ``str.split`` counts blanks; 0 where it is none. */
static size_t blank(const Byte *at, size_t left) {
    if (*at < 0x80) return *at == ' ' || (*at >= '\t' && *at <= '\r') || (*at >= 0x1C && *at <= 0x1F);
    if (*at < 0xC2 || *at > 0xE3 || left < 2) return 0;
    if (*at == 0xC2) return at[1] == 0x85 || at[1] == 0xA0 ? 2 : 0;
    if (left < 3 || *at < 0xE1) return 0;
    if (*at == 0xE1) return at[1] == 0x9A && at[2] == 0x80 ? 3 : 0;
    if (*at == 0xE3) return at[1] == 0x80 && at[2] == 0x80 ? 3 : 0;
    if (at[1] == 0x81) return at[2] == 0x9F ? 3 : 0;
    if (at[1] != 0x80) return 0;
    return at[2] <= 0x8A || at[2] == 0xA8 || at[2] == 0xA9 || at[2] == 0xAF ? 3 : 0;
}

/* Whether a byte begins no blank, nor may begin one. */
static const Byte ordinary[256] = {[0x21 ... 0xC1] = 1, [0xC3 ... 0xE0] = 1, [0xE4 ... 0xFF] = 1};

/* How many bytes from here on stay as they are: words with single spaces between them. */
static size_t drawn_already(const Byte *at, const Byte *end) {
    const Byte *first = at;
    while (at < end && (ordinary[*at] || (*at == ' ' && end - at > 1 && ordinary[at[1]]))) at++;
    return at - first;
}

/* Writes a text with single spaces between its words, where there is room for all of it; how many bytes. */
static size_t draw_together(const Byte *at, size_t length, Byte *out) {
    const Byte *end = at + length;
    Byte *to = out;
    int is_between = 0;
    while (at < end) {
        size_t bytes = blank(at, end - at);
        if (bytes) {
            is_between = to > out;
            at += bytes;
            continue;
        }
        if (is_between) *to++ = ' ';
        is_between = 0;
        do *to++ = *at++;
        while (at < end && is_next(*at));
        bytes = drawn_already(at, end);
        memcpy(to, at, bytes);
        at += bytes, to += bytes;
    }
    return to - out;
}

PyDoc_STRVAR(drawn_together_doc,
             "drawn_together(inside, offsets, is_said)\n--\n\n"
             "Texts one after the other with single spaces between their words, '' for those that are not said, and where\n"
             "each begins, with the end of the last, twice.");

static PyObject *drawn_together(PyObject *module, PyObject *arguments) {
    Py_buffer inside, offsets, is_said;
    PyObject *out = NULL, *begins = NULL, *made = NULL;
    (void)module;
    if (!PyArg_ParseTuple(arguments, "y*y*y*", &inside, &offsets, &is_said)) return NULL;
    Py_ssize_t count = offsets.len / (Py_ssize_t)sizeof(int32_t) - 1;
    const int32_t *first = offsets.buf;
    if (count < 0 || (uintptr_t)offsets.buf % sizeof(int32_t) || is_said.len < count || inside.len > INT32_MAX) {
        PyErr_SetString(PyExc_ValueError, "offsets are 32-bit numbers, one more than texts and than flags");
        goto done;
    }
    for (Py_ssize_t number = 0; number < count; number++)
        if (first[number] < 0 || first[number + 1] < first[number] || first[number + 1] > inside.len) {
            PyErr_SetString(PyExc_ValueError, "a text does not lie within the bytes");
            goto done;
        }
    out = PyBytes_FromStringAndSize(NULL, count ? first[count] - first[0] : 0);
    begins = PyBytes_FromStringAndSize(NULL, (count + 2) * (Py_ssize_t)sizeof(int32_t));
    if (out == NULL || begins == NULL) goto done;
    int32_t *begin = (int32_t *)PyBytes_AS_STRING(begins);
    begin[0] = 0;
    for (Py_ssize_t number = 0; number < count; number++) {
        size_t length = ((const char *)is_said.buf)[number] ? first[number + 1] - first[number] : 0;
        begin[number + 1] = begin[number] + (int32_t)draw_together((const Byte *)inside.buf + first[number], length,
                                                                   (Byte *)PyBytes_AS_STRING(out) + begin[number]);
    }
    begin[count + 1] = begin[count];
    made = PyTuple_Pack(2, out, begins);
done:
    Py_XDECREF(out);
    Py_XDECREF(begins);
    PyBuffer_Release(&inside);
    PyBuffer_Release(&offsets);
    PyBuffer_Release(&is_said);
    return made;
}

/* ---- Columns of texts ---- */

/* Whether texts lie within the bytes; with an error set where they do not. */
static int lie_within(const Py_buffer *inside, const Py_buffer *offsets) {
    const int32_t *first = offsets->buf;
    Py_ssize_t count = offsets->len / (Py_ssize_t)sizeof(int32_t) - 1;
    int right = count >= 0 && (uintptr_t)offsets->buf % sizeof(int32_t) == 0 && inside->len <= INT32_MAX && first[0] >= 0;
    for (Py_ssize_t number = 0; right && number < count; number++) right = first[number] <= first[number + 1];
    if (right && first[count] <= inside->len) return 1;
    PyErr_SetString(PyExc_ValueError, "a text does not lie within the bytes");
    return 0;
}

PyDoc_STRVAR(column_doc,
             "column(inside, offsets, numbers)\n--\n\n"
             "Of texts one after the other those of the numbers (int64): which are there, as bits, where each begins, with the\n"
             "end of the last (int32), and their bytes; and how many are not there, because they are ''.");

static PyObject *column(PyObject *module, PyObject *arguments) {
    Py_buffer inside, offsets, numbers;
    PyObject *bits = NULL, *begins = NULL, *out = NULL, *made = NULL;
    (void)module;
    if (!PyArg_ParseTuple(arguments, "y*y*y*", &inside, &offsets, &numbers)) return NULL;
    Py_ssize_t rows = numbers.len / (Py_ssize_t)sizeof(int64_t), nothing = 0;
    Py_ssize_t count = offsets.len / (Py_ssize_t)sizeof(int32_t) - 1;
    const int64_t *number = numbers.buf;
    const int32_t *first = offsets.buf;
    if (!lie_within(&inside, &offsets)) goto done;
    if ((uintptr_t)number % sizeof(int64_t)) {
        PyErr_SetString(PyExc_ValueError, "numbers have 64 bits");
        goto done;
    }
    bits = PyBytes_FromStringAndSize(NULL, (rows + 7) / 8);
    begins = PyBytes_FromStringAndSize(NULL, (rows + 1) * (Py_ssize_t)sizeof(int32_t));
    if (bits == NULL || begins == NULL) goto done;
    int32_t *begin = (int32_t *)PyBytes_AS_STRING(begins);
    char *bit = PyBytes_AS_STRING(bits);
    memset(bit, 0, (rows + 7) / 8);
    int64_t end = 0;
    for (Py_ssize_t row = 0; row < rows; row++) {
        if (number[row] < 0 || number[row] >= count) {
            PyErr_SetString(PyExc_IndexError, "there is no such text");
            goto done;
        }
        int32_t length = first[number[row] + 1] - first[number[row]];
        begin[row] = (int32_t)end;
        if ((end += length) > INT32_MAX) {
            PyErr_SetString(PyExc_OverflowError, "that is too much text");
            goto done;
        }
        bit[row / 8] |= (length != 0) << row % 8;
        nothing += length == 0;
    }
    begin[rows] = (int32_t)end;
    if ((out = PyBytes_FromStringAndSize(NULL, end)) == NULL) goto done;
    char *place = PyBytes_AS_STRING(out);
    for (Py_ssize_t row = 0; row < rows; row++)
        memcpy(place + begin[row], (const char *)inside.buf + first[number[row]], begin[row + 1] - begin[row]);
    made = Py_BuildValue("OOOn", bits, begins, out, nothing);
done:
    Py_XDECREF(bits);
    Py_XDECREF(begins);
    Py_XDECREF(out);
    PyBuffer_Release(&inside);
    PyBuffer_Release(&offsets);
    PyBuffer_Release(&numbers);
    return made;
}

/* ---- Records ---- */

enum { LONGEST_RECORD = 25 };

/* Writes ``line`` and a number, which is not negative; how many bytes. */
static size_t write_record(uint64_t line, char *out) {
    char digits[20];
    size_t count = 0;
    do digits[count++] = '0' + line % 10;
    while (line /= 10);
    memcpy(out, "line ", 5);
    for (size_t place = 0; place < count; place++) out[5 + place] = digits[count - 1 - place];
    return 5 + count;
}

PyDoc_STRVAR(records_doc,
             "records(lines)\n--\n\n"
             "``line 7`` for each number (int64), one after the other, and where each begins, with the end of the last.");

static PyObject *records(PyObject *module, PyObject *lines_given) {
    Py_buffer lines;
    Grown out = {0};
    PyObject *begins = NULL, *made = NULL;
    (void)module;
    if (PyObject_GetBuffer(lines_given, &lines, PyBUF_SIMPLE) < 0) return NULL;
    Py_ssize_t count = lines.len / (Py_ssize_t)sizeof(int64_t);
    const int64_t *line = lines.buf;
    if ((uintptr_t)lines.buf % sizeof(int64_t) || count > INT32_MAX / LONGEST_RECORD) {
        PyErr_SetString(PyExc_ValueError, "lines are 64-bit numbers, and not too many");
        goto done;
    }
    begins = PyBytes_FromStringAndSize(NULL, (count + 1) * (Py_ssize_t)sizeof(int32_t));
    if (begins == NULL) goto done;
    int32_t *begin = (int32_t *)PyBytes_AS_STRING(begins);
    for (Py_ssize_t number = 0; number <= count; number++) {
        begin[number] = (int32_t)out.used;
        if (number == count) break;
        char *place = more(&out, LONGEST_RECORD);
        if (place == NULL || line[number] < 0) {
            if (place == NULL) PyErr_NoMemory();
            else PyErr_SetString(PyExc_ValueError, "a line is not negative");
            goto done;
        }
        out.used -= LONGEST_RECORD - write_record((uint64_t)line[number], place);
    }
    made = Py_BuildValue("NO", taken(&out), begins);
done:
    PyMem_RawFree(out.at);
    Py_XDECREF(begins);
    PyBuffer_Release(&lines);
    return made;
}

static PyMethodDef methods[] = {{"marks", marks_of, METH_VARARGS, marks_doc},
                                {"pieces", pieces, METH_VARARGS, pieces_doc},
                                {"drawn_together", drawn_together, METH_VARARGS, drawn_together_doc},
                                {"column", column, METH_VARARGS, column_doc},
                                {"records", records, METH_O, records_doc},
                                {NULL, NULL, 0, NULL}};

static struct PyModuleDef definition = {PyModuleDef_HEAD_INIT, .m_name = "passes", .m_size = 0, .m_methods = methods};

PyMODINIT_FUNC PyInit_passes(void) { return PyModule_Create(&definition); }
