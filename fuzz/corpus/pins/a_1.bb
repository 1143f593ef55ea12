ISRC_URI = "git://git.example.org/a.git;protocol=https;branch=main \
 gitsm://git.example.org/b.git;protocol=https;name=b"
SRCREV = "4f1d2a6b8c3e5d7f9a0b1c2d3e4f5a6b7c8d9e0f"
SRCREV_b = "4f1d2a6b8c3e5d7f9a0b1c2d3e4f5a6b7c8d9e0f"
