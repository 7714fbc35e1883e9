"""Hủy nội dung: proposing, deciding, holding back, and what the screens show of it.

May import: all floors below, and each other within this folder. Must never see a request, nor another service.
Two occasions: "lưu đơn" letters whose time of keeping is over (TT 05/2021/TT-TTCP, Điều 28; confidence high,
law-and-forms 3), of which all texts go; and a record that turns out to be a denunciation although its journal names a
person, of which the identity goes and the type is corrected (design.md 11). A hold stops both.
"""
