"""A graph of what was sampled, as SVG written by hand."""

WIDTH, HEIGHT, LEFT, RIGHT, TOP, GAP = 760, 110, 70, 14, 26, 34


def graph(title, panels):
    """One panel below the other; each a name, its points (second, value) and the ends of its fitted line, or None."""
    height = TOP + len(panels) * (HEIGHT + GAP)
    parts = [panel(number, *each) for number, each in enumerate(panels)]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{height}" viewBox="0 0 {WIDTH} {height}" '
        'font-family="sans-serif" font-size="11">\n'
        f'<rect width="100%" height="100%" fill="white"/>\n<text x="{LEFT}" y="16" font-size="13">{title}</text>\n' + ''.join(parts) + '</svg>\n'
    )


def panel(number, name, points, fitted):
    top = TOP + number * (HEIGHT + GAP) + 14
    last = max((at for at, _ in points), default=0) or 1
    highest = max((value for _, value in points), default=0) or 1

    def place(at, value):
        return f'{LEFT + at / last * (WIDTH - LEFT - RIGHT):.1f},{top + HEIGHT - value / highest * HEIGHT:.1f}'

    line = ' '.join(place(at, value) for at, value in points)
    fit = f'<polyline points="{" ".join(place(*end) for end in fitted)}" fill="none" stroke="#c0392b" stroke-dasharray="5 4"/>\n' if fitted else ''
    return (
        f'<text x="{LEFT}" y="{top - 4}">{name}</text>\n'
        f'<rect x="{LEFT}" y="{top}" width="{WIDTH - LEFT - RIGHT}" height="{HEIGHT}" fill="none" stroke="#ccc"/>\n'
        f'<text x="{LEFT - 6}" y="{top + 10}" text-anchor="end">{highest:,.0f}</text>\n'
        f'<text x="{LEFT - 6}" y="{top + HEIGHT}" text-anchor="end">0</text>\n'
        f'<text x="{WIDTH - RIGHT}" y="{top + HEIGHT + 12}" text-anchor="end">{last:,.0f} s</text>\n'
        f'<polyline points="{line}" fill="none" stroke="#2a6fb0" stroke-width="1.5"/>\n{fit}'
    )
