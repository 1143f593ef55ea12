LA_VERSION = 4f1d2a6b8c3e5d7f9a0b1c2d3e4f5a6b7c8d9e0f
A_SITE = https://git.example.org/a.git
A_SITE_METHOD = git
$(eval $(generic-package))
