#!/usr/bin/env python3
"""House rules that neither compiler nor linker can see, as a TAP test.

    lint.py [SOURCE-ROOT]
    lint.py --write-potfiles      brings po/POTFILES.in up to date instead

Each rule is one function yielding the places that break it, as text starting with file:line. Adding a rule is adding a
function with @rule above it.
"""
import ast
import os
import re
import shutil
import subprocess
import sys
import tempfile

ARGUMENTS = [argument for argument in sys.argv[1:] if not argument.startswith('--')]
ROOT = os.path.abspath(ARGUMENTS[0] if ARGUMENTS else os.path.join(os.path.dirname(__file__), '..', '..'))
SOURCE = ('.c', '.h', '.inc')
CODE = SOURCE + ('.py', '.sh')
TEXT = CODE + ('.md', '.build', '.txt', '.css', '.ui', '.xml', '.in', '.po', '.desktop', '.svg', '.fallline', '.json', '.yml')
MAX_LINES = 600
MAX_COLUMNS = 160
COMPLETE = 0.97

RULES = []


class Skip(Exception):
    """The rule cannot be checked here, and why."""


def rule(title):
    def register(function):
        RULES.append((title, function))
        return function
    return register


# ---- the tree -------------------------------------------------------------------------------------------------------

def walk():
    """Paths of the project's own files, relative to the root: what git knows or would add; without git, all but builds."""
    listed = subprocess.run(['git', '-C', ROOT, 'ls-files', '-z', '--cached', '--others', '--exclude-standard'],
                            capture_output=True, check=False) if shutil.which('git') else None
    if listed and listed.returncode == 0 and listed.stdout:
        names = listed.stdout.decode().split('\0')
        return sorted(name for name in names if name and os.path.isfile(os.path.join(ROOT, name)))
    found = []
    for folder, folders, files in os.walk(ROOT):
        folders[:] = [name for name in folders if not name.startswith('build') and name not in ('.git', '.cache')]
        found += [os.path.relpath(os.path.join(folder, name), ROOT) for name in files]
    return sorted(found)


FILES = walk()
CACHE = {}


def text(path):
    if path not in CACHE:
        with open(os.path.join(ROOT, path), encoding='utf-8', errors='replace') as file:
            CACHE[path] = file.read()
    return CACHE[path]


def lines(path):
    return enumerate(text(path).splitlines(), 1)


def under(*folders, ext=SOURCE):
    return [path for path in FILES if path.startswith(tuple(folder + '/' for folder in folders)) and path.endswith(ext)]


def bare(path):
    """C text with comments and strings blanked out, lines kept."""
    def blank(match):
        return re.sub(r'[^\n]', ' ', match.group(0))
    return re.sub(r'/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])\'', blank, text(path), flags=re.DOTALL)


def is_script(path, *interpreters):
    first = text(path).split('\n', 1)[0] if not path.endswith(('.png', '.gz', '.svg')) else ''
    return first.startswith('#!') and re.search(r'\b(' + '|'.join(interpreters) + r')\b', first)


# ---- floors ---------------------------------------------------------------------------------------------------------

def floor_of(path):
    for folder, name in (('data/', 'data'), ('engine/api/', 'engine/api'), ('engine/', 'engine'), ('app/core/', 'app/core'),
                         ('ui/paint/', 'ui/paint'), ('ui/', 'ui'), ('app/', 'app')):
        if path.startswith(folder):
            return name
    return None


SEES = {
    'data': {'data'},
    'engine/api': {'data', 'engine/api'},
    'engine': {'data', 'engine/api', 'engine'},
    'app/core': {'data', 'engine/api', 'app/core'},
    'ui/paint': {'data', 'engine/api', 'ui/paint'},
    'ui': {'data', 'engine/api', 'app/core', 'ui/paint', 'ui'},
    'app': {'data', 'engine/api', 'app/core', 'ui/paint', 'ui', 'app'},
}
TOOLKIT = re.compile(r'^(gtk|gdk|gsk|adwaita|adw|graphene)\b')
DRAWING = re.compile(r'^(cairo|pango)')


@rule('no #include climbs a floor or reaches past engine/api')
def includes():
    headers = {}
    for path in FILES:
        if path.endswith(('.h', '.inc')) and floor_of(path):
            headers.setdefault(os.path.basename(path), []).append(path)
    for path in under('data', 'engine', 'app', 'ui'):
        floor = floor_of(path)
        for number, line in lines(path):
            match = re.match(r'\s*#\s*include\s*([<"])([^>"]+)[>"]', line)
            if not match:
                continue
            name = match.group(2)
            if match.group(1) == '<':
                images = name.startswith('gdk-pixbuf/') and floor == 'data' # decoding files: GLib alone, no GTK
                if TOOLKIT.match(name) and floor not in ('ui', 'app') and not images:
                    yield f'{path}:{number}: {floor}/ includes <{name}>; GTK lives in ui/ and app/'
                if DRAWING.match(name) and floor not in ('ui', 'ui/paint', 'app'):
                    yield f'{path}:{number}: {floor}/ includes <{name}>; drawing lives in ui/'
                continue
            beside = os.path.normpath(os.path.join(os.path.dirname(path), name))
            places = [beside] if beside in FILES else headers.get(os.path.basename(name), [])
            for place in places:
                if floor_of(place) not in SEES[floor]:
                    yield f'{path}:{number}: {floor}/ includes {place}'


@rule('every header has its own name')
def header_names():
    seen = {}
    for path in under('data', 'engine', 'app', 'ui', ext=('.h',)):
        name = os.path.basename(path)
        if name in seen:
            yield f'{path}:1: the same name as {seen[name]}; an #include could take the wrong one'
        seen[name] = path


@rule('every header opens with what it is for, and guards itself')
def headers_open():
    for path in under('data', 'engine', 'app', 'ui', ext=('.h',)):
        if not text(path).startswith('/*'):
            yield f'{path}:1: no opening comment'
        if '#pragma once' not in text(path):
            yield f'{path}:1: no #pragma once'


@rule('names carry the prefix of their floor')
def prefixes():
    wanted = {'data': 'ds-', 'engine': 'nn-', 'engine/api': 'nn-', 'app/core': 'fl-', 'ui': 'fl-', 'ui/paint': 'fl-'}
    for path in under('data', 'engine', 'app/core', 'ui', ext=('.h',)):
        # Headers that never leave their folder (data/readers/) may go without.
        if path.startswith('data/') and path.count('/') > 1:
            continue
        if not os.path.basename(path).startswith(wanted[floor_of(path)]):
            yield f'{path}:1: headers of {floor_of(path)}/ begin with {wanted[floor_of(path)]}'


@rule('the lower floors neither print nor exit')
def libraries_are_quiet():
    loud = re.compile(r'(?<![\w>.])(printf|fprintf|puts|fputs|perror|exit|_exit|abort|g_print|g_printerr|g_warning|g_critical'
                      r'|g_message|g_error|g_log)\s*\(')
    for path in under('data', 'engine', 'app/core', 'ui/paint'):
        for number, line in enumerate(bare(path).splitlines(), 1):
            match = loud.search(line)
            if match:
                yield f'{path}:{number}: {match.group(1)} in a library; return a GError'


@rule('numbers in files do not depend on the language')
def locale_free():
    risky = re.compile(r'(?<!g_ascii_)(?<!\w)(atof|strtod|strtof|g_strtod)\s*\(')
    for path in under('data', 'engine', 'app'):
        for number, line in enumerate(bare(path).splitlines(), 1):
            match = risky.search(line)
            if match:
                yield f'{path}:{number}: {match.group(1)} reads a comma under some languages; use g_ascii_strtod'
        for number, line in lines(path):
            if re.search(r'scanf\s*\(.*%\*?\d*l?[aefg]', line):
                yield f'{path}:{number}: scanf reads a comma under some languages; use g_ascii_strtod'


@rule('no random number comes from anywhere but DsRng')
def randomness():
    for path in under('data', 'engine', 'app/core'):
        for number, line in enumerate(bare(path).splitlines(), 1):
            if re.search(r'(?<!\w)(rand|srand|random|drand48|g_random_\w+|g_rand_\w+)\s*\(', line):
                yield f'{path}:{number}: a draw that no seed repeats'


@rule('tooltips are set without asking the display server')
def tooltips():
    for path in under('app', 'ui', ext=('.c',)):
        if path != 'ui/panels/fl-tooltip.c':
            for number, line in enumerate(bare(path).splitlines(), 1):
                if 'gtk_widget_set_tooltip' in line:
                    yield f'{path}:{number}: 0.2 ms each under X; use fl_set_tooltip'


@rule('toasts come one at a time')
def toasts():
    for path in under('app', 'ui', ext=('.c',)):
        if path != 'ui/panels/fl-toasts.c':
            for number, line in enumerate(bare(path).splitlines(), 1):
                if re.search(r'adw_toast_(overlay_add_toast|dismiss|set_priority)', line):
                    yield f'{path}:{number}: libadwaita 1.2 may abort; use fl_toasts_say or fl_toasts_add'


# ---- registries -----------------------------------------------------------------------------------------------------

def registry_rows(path):
    for number, line in lines(path):
        match = re.match(r'\s*([A-Z_]+)\s*\(\s*([a-z0-9_]+)', line)
        if match:
            yield number, match.group(2)


@rule('every registry row has its file, and every file its row')
def registries():
    registered = [path for path in FILES if path.endswith('.inc')]
    if not registered:
        raise Skip('no registry yet')
    for path in registered:
        folder = os.path.dirname(path)
        ids = [(number, name) for number, name in registry_rows(path)]
        seen = set()
        for number, name in ids:
            if name in seen:
                yield f'{path}:{number}: {name} is listed twice'
            seen.add(name)
        sources = [p for p in FILES if p.endswith('.c') and p.startswith(folder + '/')]
        families, taken = set(), set()
        for number, name in ids:
            stem = name.replace('_', '-')
            own = [p for p in sources if re.search(rf'(^|[-/]){stem}(-view)?\.c$', p)]
            taken.update(own)
            # "nn-layer-" of nn-layer-dense.c: what the files of this registry begin with.
            families.update(p[:p.rindex(stem)] for p in own if p.endswith(f'-{stem}.c'))
            if not own and not any(re.search(rf'\b\w*_{name}\b', text(p)) for p in sources):
                yield f'{path}:{number}: no file under {folder}/ for {name}'
        if len(families) == 1:
            family = families.pop()
            if family.count('-') > 1:
                for stray in sorted(p for p in sources if p.startswith(family) and p not in taken):
                    yield f'{stray}:1: no row in {path}'


# ---- text -----------------------------------------------------------------------------------------------------------

@rule(f'no source file is longer than {MAX_LINES} lines')
def length():
    for path in FILES:
        if path.endswith(CODE):
            count = text(path).count('\n')
            if count > MAX_LINES:
                yield f'{path}:{count}: {count} lines; split it'


@rule(f'no line of C is wider than {MAX_COLUMNS} columns, ends in a blank or holds a tab')
def layout():
    for path in under('data', 'engine', 'app', 'ui', 'tests'):
        for number, line in lines(path):
            # Words for people stay in one piece, so that they can be searched for.
            # Tables of cases in tests are easier to read as one row a case.
            if len(line) > MAX_COLUMNS and not path.startswith('tests/') and not re.search(r'_ ?\("|https?:|"[^"]{60,}"', line):
                yield f'{path}:{number}: {len(line)} columns'
            if line != line.rstrip():
                yield f'{path}:{number}: blanks at the end'
            if '\t' in line:
                yield f'{path}:{number}: a tab'
        if text(path) and not text(path).endswith('\n'):
            yield f'{path}: no newline at the end'


@rule('nothing is left for later')
def leftovers():
    words = re.compile(r'\b(' + '|'.join(('TO' + 'DO', 'FIX' + 'ME', 'X' + 'XX', 'HA' + 'CK')) + r')\b')
    for path in FILES:
        if path.endswith(TEXT):
            for number, line in lines(path):
                if words.search(line):
                    yield f'{path}:{number}: {line.strip()[:80]}'


@rule('no path of anybody\'s machine')
def machine_paths():
    place = re.compile(r'(?<![\w.$}])/(home/\w|root/|work/|Users/|mnt/|tmp/bash)')
    for path in FILES:
        if path.endswith(TEXT) or is_script(path, 'bash', 'sh', 'python3'):
            if path == 'tests/lint/lint.py':
                continue
            for number, line in lines(path):
                if place.search(line):
                    yield f'{path}:{number}: {line.strip()[:80]}'


# ---- scripts, desktop files, translations -------------------------------------------------------------------------------

@rule('shell scripts parse')
def shell():
    for path in FILES:
        if path.endswith('.sh') or is_script(path, 'bash', 'sh'):
            result = subprocess.run(['bash', '-n', os.path.join(ROOT, path)], capture_output=True, text=True, check=False)
            if result.returncode != 0:
                yield f'{path}: {result.stderr.strip()}'


@rule('python scripts parse')
def python():
    for path in FILES:
        if path.endswith('.py') or is_script(path, 'python3'):
            try:
                ast.parse(text(path))
            except SyntaxError as error:
                yield f'{path}:{error.lineno}: {error.msg}'


@rule('scripts can be started')
def executable():
    for path in FILES:
        if is_script(path, 'bash', 'sh', 'python3') and not os.access(os.path.join(ROOT, path), os.X_OK):
            yield f'{path}:1: not executable'


def validate(tool, command, paths):
    if not paths:
        raise Skip('none there')
    if not shutil.which(tool):
        raise Skip(f'{tool} is not installed')
    with tempfile.TemporaryDirectory() as scratch:
        for path in paths:
            # Templates for translation end in .in; the validators go by the name.
            place = os.path.join(scratch, os.path.basename(path).removesuffix('.in'))
            shutil.copyfile(os.path.join(ROOT, path), place)
            result = subprocess.run(command + [place], capture_output=True, text=True, check=False)
            if result.returncode != 0:
                yield f'{path}: {(result.stdout + result.stderr).strip()}'


@rule('the .desktop file is valid')
def desktop():
    yield from validate('desktop-file-validate', ['desktop-file-validate'],
                        [p for p in FILES if re.search(r'\.desktop(\.in)?$', p)])


@rule('the metainfo file is valid')
def metainfo():
    yield from validate('appstreamcli', ['appstreamcli', 'validate', '--no-net', '--no-color'],
                        [p for p in FILES if re.search(r'\.metainfo\.xml(\.in)?$', p)])


def speaking_files():
    """Files with words for people in them."""
    call = re.compile(r'(?<!\w)(_|N_|C_|NC_|ngettext|g_dngettext|g_dpgettext2)\s*\(')
    found = []
    for path in under('data', 'engine', 'app', 'ui'):
        code = re.sub(r'^\s*#\s*(define|undef).*$', '', bare(path), flags=re.MULTILINE)
        if call.search(code):
            found.append(path)
    found += [path for path in under('app', 'ui', ext=('.ui',)) if 'translatable="yes"' in text(path)]
    return sorted(found)


def potfiles():
    entries = [line.strip() for _, line in lines('po/POTFILES.in')]
    return [entry for entry in entries if entry and not entry.startswith('#')]


@rule('every file with words for people is listed in po/POTFILES.in')
def translatable():
    listed = potfiles()
    speaking = speaking_files()
    for path in speaking:
        if path not in listed:
            yield f'{path}: has translatable strings (tests/lint/lint.py --write-potfiles lists it)'
    for entry in listed:
        if entry not in speaking:
            yield f'po/POTFILES.in: {entry} is not there or says nothing'
    if sorted(listed) != listed:
        yield 'po/POTFILES.in: not sorted'


@rule('translatable strings are whole')
def whole_strings():
    piece = r'(?:"(?:\\.|[^"\\\n])*"\s*(?:PRI\w+\s*)?)+'
    cut = re.compile(rf'(?<!\w)(?:_|N_|C_|ngettext)\s*\(\s*{piece}(?:,\s*{piece})?((?:G_G\w+|JSON_INTEGER)_(?:FORMAT|MODIFIER))')
    for path in under('data', 'engine', 'app', 'ui'):
        for match in cut.finditer(text(path)):
            number = text(path).count('\n', 0, match.start()) + 1
            yield f'{path}:{number}: xgettext stops reading at {match.group(1)}; use %zu, or PRIu64, which it knows'


@rule('every translation is well formed and, but for a few sentences, complete')
def translations():
    languages = text('po/LINGUAS').split()
    for tool in ('msgfmt', 'msgmerge', 'xgettext'):
        if not shutil.which(tool):
            raise Skip(f'{tool} is not installed')
    with tempfile.TemporaryDirectory() as scratch:
        template = os.path.join(scratch, 'fallline.pot')
        result = subprocess.run(['xgettext', '--from-code=UTF-8', '--add-comments', '-o', template, '-D', ROOT,
                                 '--keyword=_', '--keyword=N_', '--keyword=C_:1c,2', '--keyword=NC_:1c,2',
                                 '--keyword=ngettext:1,2', '--keyword=g_dngettext:2,3', '--flag=g_strdup_printf:1:c-format',
                                 '--flag=g_set_error:4:c-format', '--flag=ngettext:1:pass-c-format',
                                 '-f', os.path.join(ROOT, 'po/POTFILES.in')], capture_output=True, text=True, check=False)
        if result.returncode != 0 or not os.path.exists(template):
            yield f'po/POTFILES.in: xgettext: {result.stderr.strip()}'
            return
        for language in languages:
            path = f'po/{language}.po'
            merged = os.path.join(scratch, language + '.po')
            subprocess.run(['msgmerge', '-q', '-N', '-o', merged, os.path.join(ROOT, path), template], check=False)
            result = subprocess.run(['msgfmt', '-c', '--statistics', '-o', os.devnull, merged], capture_output=True, text=True,
                                    check=False, env={**os.environ, 'LC_ALL': 'C'})
            if result.returncode != 0:
                yield f'{path}: {result.stderr.strip()}'
                continue
            numbers = {word: int(number) for number, word in re.findall(r'(\d+) (translated|fuzzy|untranslated)', result.stderr)}
            # A few new sentences may wait for their translators; a language that falls behind may not.
            if numbers.get('translated', 0) < COMPLETE * sum(numbers.values()):
                missing = subprocess.run(['msgattrib', '--untranslated', '--no-obsolete', '--no-wrap', merged],
                                         capture_output=True, text=True, check=False).stdout
                yield f'{path}: {result.stderr.strip()}\n{missing}'


# ---- TAP ------------------------------------------------------------------------------------------------------------

def write_potfiles():
    with open(os.path.join(ROOT, 'po/POTFILES.in'), 'w', encoding='utf-8') as file:
        file.write('# Files with words for people; tests/lint/lint.py --write-potfiles brings this list up to date.\n')
        file.writelines(path + '\n' for path in speaking_files())


def main():
    if '--write-potfiles' in sys.argv:
        write_potfiles()
        return 0
    print(f'1..{len(RULES)}')
    failures = 0
    for number, (title, function) in enumerate(RULES, 1):
        try:
            broken = list(function())
        except Skip as why:
            print(f'ok {number} {title} # SKIP {why}')
            continue
        for place in broken:
            print('# ' + place.replace('\n', '\n# '))
        failures += bool(broken)
        print(f'{"not ok" if broken else "ok"} {number} {title}', flush=True)
    return 1 if failures else 0


if __name__ == '__main__':
    sys.exit(main())
