// The part of a C library that Embedded Swift calls, for WebAssembly without an operating system.
// Natively this file is empty: the platform's own library serves.
#ifdef __wasm__

#include <stddef.h>
#include <stdint.h>

// ---------------------------------------------------------------------------------------------
// Memory. Free blocks form one list in the order of their addresses; neighbours merge when one is
// freed, so that a camera that changes its size again and again leaves no gaps behind. The search
// is first fit: few blocks are ever free, and nothing is allocated while frames run.
//
//     block:  | header, 16 bytes | contents, a multiple of 16 bytes |
//
// Memory that the host refuses traps: the Swift runtime would write through a null pointer, which
// is an ordinary address here.
// ---------------------------------------------------------------------------------------------

enum { alignment = 16, page = 65536 };

typedef struct Block {
    size_t size;         // Bytes of the contents, without this header.
    struct Block *next;  // The next free block; meaningless while in use.
    size_t padding[2];   // Keeps the contents aligned for SIMD.
} Block;

_Static_assert(sizeof(Block) == alignment, "contents begin right after the header");

extern unsigned char __heap_base;  // Set by the linker: the first address after the globals.

static Block *firstFree;
static uintptr_t heapEnd;

static uintptr_t roundedUp(uintptr_t value, size_t multiple) {
    return (value + multiple - 1) & ~(uintptr_t)(multiple - 1);
}

static uintptr_t endOf(const Block *block) { return (uintptr_t)(block + 1) + block->size; }

/// Puts a block into the list, joined with the free neighbours that it touches.
static void release(Block *block) {
    Block *before = NULL, *after = firstFree;
    while (after && after < block) {
        before = after;
        after = after->next;
    }
    block->next = after;
    if (after && endOf(block) == (uintptr_t)after) {
        block->size += sizeof(Block) + after->size;
        block->next = after->next;
    }
    if (!before) {
        firstFree = block;
    } else if (endOf(before) == (uintptr_t)block) {
        before->size += sizeof(Block) + block->size;
        before->next = block->next;
    } else {
        before->next = block;
    }
}

/// Asks the host for at least `size` more bytes, and puts them into the list.
static void grow(size_t size) {
    if (!heapEnd) {
        // What is left of the last page that the linker took.
        uintptr_t start = roundedUp((uintptr_t)&__heap_base, alignment);
        heapEnd = (uintptr_t)__builtin_wasm_memory_size(0) * page;
        if (heapEnd > start + sizeof(Block)) {
            Block *rest = (Block *)start;
            rest->size = heapEnd - start - sizeof(Block);
            release(rest);
        }
    }
    size_t pages = (size + sizeof(Block) + page - 1) / page;
    if (__builtin_wasm_memory_grow(0, pages) == (size_t)-1) __builtin_trap();
    Block *fresh = (Block *)heapEnd;
    fresh->size = pages * page - sizeof(Block);
    heapEnd += pages * page;
    release(fresh);
}

/// Cuts `block` after `size` bytes of contents, and frees the rest if it can hold anything.
static void trim(Block *block, size_t size) {
    if (block->size < size + sizeof(Block) + alignment) return;
    Block *rest = (Block *)((uintptr_t)(block + 1) + size);
    rest->size = block->size - size - sizeof(Block);
    block->size = size;
    release(rest);
}

/// The first free block that holds `size` bytes, taken out of the list; or null.
static Block *take(size_t size) {
    for (Block **link = &firstFree; *link; link = &(*link)->next) {
        Block *block = *link;
        if (block->size < size) continue;
        *link = block->next;
        trim(block, size);
        return block;
    }
    return NULL;
}

void *malloc(size_t size) {
    if (size > PTRDIFF_MAX) __builtin_trap();
    size_t rounded = roundedUp(size ? size : 1, alignment);
    Block *block = take(rounded);
    if (!block) {
        grow(rounded);
        block = take(rounded);
    }
    return block + 1;
}

void free(void *contents) {
    if (contents) release((Block *)contents - 1);
}

/// Stricter alignments than 16 are cut out of a larger block, whose front is freed at once.
int posix_memalign(void **result, size_t boundary, size_t size) {
    if (boundary <= alignment) {
        *result = malloc(size);
        return 0;
    }
    if (size > PTRDIFF_MAX - boundary - sizeof(Block)) __builtin_trap();
    size_t rounded = roundedUp(size ? size : 1, alignment);
    Block *whole = (Block *)malloc(rounded + boundary + sizeof(Block)) - 1;
    uintptr_t start = (uintptr_t)(whole + 1);
    Block *aligned = whole;
    if (start % boundary) {
        aligned = (Block *)roundedUp(start + sizeof(Block), boundary) - 1;
        aligned->size = endOf(whole) - (uintptr_t)(aligned + 1);
        whole->size = (uintptr_t)aligned - start;
        release(whole);
    }
    trim(aligned, rounded);
    *result = aligned + 1;
    return 0;
}

// ---------------------------------------------------------------------------------------------
// Bytes. With bulk memory (`-mbulk-memory`) the first three are one instruction each.
// ---------------------------------------------------------------------------------------------

void *memcpy(void *restrict to, const void *restrict from, size_t count) {
    return __builtin_memcpy(to, from, count);
}

void *memmove(void *to, const void *from, size_t count) {
    return __builtin_memmove(to, from, count);
}

void *memset(void *to, int byte, size_t count) { return __builtin_memset(to, byte, count); }

int memcmp(const void *first, const void *second, size_t count) {
    const unsigned char *a = first, *b = second;
    for (size_t index = 0; index < count; index++) {
        if (a[index] != b[index]) return a[index] < b[index] ? -1 : 1;
    }
    return 0;
}

/// Seeds the hashes of `Dictionary` and `Set`, and nothing else: these bytes are the same in every
/// instance, so that a run can be repeated. Never take a secret from here.
///
/// Source: Steele, Lea and Flood, "Fast splittable pseudorandom number generators", 2014 (SplitMix).
void arc4random_buf(void *to, size_t count) {
    static uint64_t state;
    unsigned char *bytes = to;
    for (size_t index = 0; index < count; index++) {
        state += 0x9e3779b97f4a7c15;
        uint64_t mixed = (state ^ (state >> 30)) * 0xbf58476d1ce4e5b9;
        bytes[index] = (unsigned char)(mixed >> 56);
    }
}

#else

/// A file without a declaration is not C.
typedef int OnlyForWasm;

#endif
