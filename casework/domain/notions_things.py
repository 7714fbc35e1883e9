"""What petitions and complaints are about, notion by notion.

A line is one notion: its name (what a reason prints), then the other ways to say it, of offices and of people. A name
that begins with `-` weighs little (it stands in many matters), one with `+` much. Compiled by hand from the language of
petitions; a fixed table, so that no weight tells of records that a reader may not see. Read by `domain.notions`.
"""

from __future__ import annotations

THINGS = """
đèn chiếu sáng: đèn đường; điện chiếu sáng; chiếu sáng; đèn cao áp; điện đường; đèn công cộng; bóng đèn
đèn tín hiệu: đèn giao thông; đèn xanh đèn đỏ; đèn đỏ; tín hiệu giao thông
-ngõ xóm: ngõ; ngách; hẻm; đường làng; đường thôn; trong ngõ; ngõ ngách; kiệt
-đường: tuyến đường; con đường; đoạn đường; mặt đường; lòng đường; đường phố; tuyến phố; phố; đường sá; quốc lộ;
 đại lộ; đường liên xã; đường liên thôn; đường giao thông
vỉa hè: hè phố; lề đường; hè đường; lát đá; hè đá; đường dạo
vành đai: đường vành đai; vành đai 2; vành đai 3; vành đai 4; vành đai 5; đường song hành
hầm chui: hầm đường bộ; hầm chui dân sinh
hầm đi bộ: hầm bộ hành; hầm cho người đi bộ; cầu vượt đi bộ; cầu bộ hành; cầu đi bộ; cầu vượt bộ hành; hầm qua đường
-nút giao: ngã tư; ngã ba; ngã năm; giao lộ; vòng xuyến; nút giao thông
+cầu: xây cầu; cây cầu; cầu tạm; cầu phao; cầu dân sinh; cầu treo; cầu cứng; cầu mới; cầu yếu
xe buýt: xe bus; tuyến buýt; buýt; tuyến xe buýt; xe buyt
điểm dừng: nhà chờ; điểm đón trả khách; trạm dừng; bến đỗ; điểm đỗ xe buýt; mái che
tàu điện: metro; đường sắt đô thị; đường sắt trên cao; ga ngầm; nhà ga; tuyến metro; đoạn ngầm
bãi đỗ xe: bãi xe; điểm trông giữ xe; chỗ để xe; chỗ đỗ; nơi để xe; trông giữ xe; bãi gửi xe; nơi đỗ xe; đỗ xe ngầm;
 chỗ đỗ xe; điểm đỗ xe; bãi đậu xe; bến xe
xe tải: ô tô tải; xe quá tải; xe chở đất; xe ben; xe trọng tải lớn; xe chở vật liệu; xe container; xe hổ vồ
-ô tô: xe ô tô; xe hơi; xe con; xe ôtô; ôtô
-xe máy: xe gắn máy; mô tô
xe cứu hỏa: xe chữa cháy
biển báo: biển chỉ dẫn; vạch sơn; vạch kẻ đường; sơn kẻ vạch; gờ giảm tốc; gồ giảm tốc; gờ sóng; biển cấm
lan can: rào chắn; hộ lan; hàng rào bảo vệ; lan can bảo vệ
biển số nhà: đánh số nhà; số nhà; gắn biển số; biển số; đặt tên phố; tên đường
biển quảng cáo: biển hiệu; quảng cáo; bảng hiệu; pano
nắp cống: hố ga; nắp hố ga; nắp ga; miệng cống; nắp đậy cống
+thoát nước: tiêu thoát nước; tiêu thoát; hệ thống thoát nước; cống thoát nước; rãnh thoát nước; đường cống;
 tiêu nước; cống rãnh; thoát lũ; tiêu úng
-mương: mương hở; mương thoát nước; kênh mương; kênh tiêu; mương tiêu; con mương; rãnh hở
+kênh tưới: kênh tưới nội đồng; kênh nội đồng; mương nội đồng; kênh mương nội đồng; thủy lợi nội đồng; mương tưới;
 tưới tiêu; nội đồng; nước tưới; kênh thủy lợi; hệ thống thủy lợi; công trình thủy lợi; doanh nghiệp thủy lợi;
 công ty thủy lợi; bơm nước; tưới; gieo cấy; lịch gieo cấy; đồng ruộng; lấy nước
trạm bơm: máy bơm; trạm bơm tiêu; nhà máy bơm; trạm bơm tăng cường; bơm tiêu
sông: dòng sông; bờ sông; ven sông; con sông; lòng sông; nước sông; sông hồng; bờ hữu; hữu hồng; tả hồng
hồ: ao hồ; mặt hồ; hồ nước; lòng hồ; hồ điều hòa; ao làng; ven hồ; bờ hồ; hồ trong
đê: mái đê; mặt đê; thân đê; đường đê; chân đê; đê bao; đê điều; con đê; ven đê; tuyến đê
-kè: kè bờ; xây kè; kè chống; bờ kè; kè sông; kè hồ; làm kè; kè khẩn
+nước máy: nước sạch; nước sinh hoạt; cấp nước sạch; nước sạch tập trung; mạng cấp nước; hệ thống nước sạch; cấp nước;
 nhà máy nước; nguồn nước sạch; công ty nước sạch; nguồn cấp; nguồn nước
giếng khoan: nước giếng; nước ngầm; giếng
đường ống nước: ống nước; đường ống; ống cấp nước; tuyến ống
tầng hầm: hầm để xe; hầm chung cư; hầm tòa nhà
bãi rác: bãi chôn lấp; khu xử lý rác; khu xử lý chất thải; khu liên hợp xử lý chất thải; nhà máy đốt rác;
 nhà máy xử lý rác; bãi chôn lấp rác
điểm tập kết rác: điểm trung chuyển rác; bãi tập kết rác; chỗ tập kết rác; điểm cẩu rác; điểm để rác; tập kết rác;
 điểm chân rác; ga rác
-rác thải: rác; rác sinh hoạt; rác thải sinh hoạt; chất thải sinh hoạt
phế thải xây dựng: rác cồng kềnh; phế thải; trạc thải; vật liệu thải; chất thải xây dựng; đất thải
rơm rạ: đốt rơm; đốt rạ; đốt đồng; phụ phẩm nông nghiệp
khói bụi: bụi bẩn; bụi mịn; không khí; chất lượng không khí; khói độc; khói mù; khói; bụi; ô nhiễm không khí;
 khí thải; quan trắc
làng nghề: cơ sở sản xuất; cụm làng nghề; hộ làm nghề; sản xuất làng nghề
+tái chế: cơ sở tái chế; tái chế nhựa; tái chế phế liệu; xưởng tái chế; phế liệu
+cụm công nghiệp: cụm công nghiệp làng nghề; cụm cn; cụm tiểu thủ công nghiệp
khu công nghiệp: kcn; khu chế xuất
trại chăn nuôi: trại lợn; trang trại lợn; chuồng trại; chăn nuôi lợn; nuôi lợn; trại gà; trang trại
+gia súc: hộ chăn nuôi; đàn lợn; vật nuôi
cây xanh: cây cối; cây bóng mát; cây cổ thụ; cây đổ; hàng cây; trồng cây; cây trên; bóng mát; cây bên đường;
 cây ven đường
công viên: vườn hoa; công viên văn hóa; công viên cây xanh
+sân chơi: điểm vui chơi; khu vui chơi; chỗ vui chơi; dụng cụ thể dục; thiết bị thể thao; nơi vui chơi; chỗ chơi;
 máy tập; khu vui chơi cho trẻ em; điểm vui chơi cho trẻ em; đồ chơi
nghĩa trang: nghĩa địa; nơi chôn cất; hung táng; cát táng; nghĩa trang nhân dân
cáp viễn thông: dây cáp; cáp điện; dây điện; dây mạng; cáp quang; đường dây viễn thông; dây thông tin; mạng nhện
trạm biến áp: máy biến áp; trạm điện; biến thế; trạm biến thế
lưới điện: đường điện; nguồn điện; điện sinh hoạt; hệ thống điện; mạng điện
đường dây trung thế: đường dây điện; đường điện cao thế; cao thế; trung thế; đường dây cao thế; điện cao thế;
 hành lang lưới điện
sóng di động: sóng điện thoại; trạm phát sóng; trạm bts; viễn thông di động; phủ sóng
nhà văn hóa: nhà sinh hoạt cộng đồng; nhà cộng đồng; nơi sinh hoạt cộng đồng; hội trường thôn;
 điểm sinh hoạt cộng đồng
trạm y tế: trạm xá; y tế xã; y tế phường; nhà trạm; y tế cơ sở
bệnh viện: bệnh viện huyện; bệnh viện đa khoa; viện; phòng khám; cơ sở khám chữa bệnh; trung tâm y tế
-bác sĩ: bác sỹ; nhân viên y tế; y bác sĩ; cán bộ y tế; y sĩ
+thuốc: thuốc bhyt; thuốc bảo hiểm; thuốc bảo hiểm y tế; thuốc men; danh mục thuốc; thuốc điều trị; vật tư y tế;
 thiếu thuốc; hết thuốc; thuốc chữa bệnh
bảo hiểm y tế: thẻ bảo hiểm y tế; bhyt; thẻ bhyt; đóng bảo hiểm y tế
bảo hiểm xã hội: bhxh; sổ bảo hiểm; đóng bảo hiểm; chốt sổ; sổ bhxh; nợ bảo hiểm; tiền bảo hiểm
lương hưu: hưu trí; hưởng lương hưu; chế độ hưu; nghỉ hưu
+trường mầm non: trường mẫu giáo; mầm non; nhà trẻ; mẫu giáo; lớp mầm non; trường mầm non công lập
+trường tiểu học: tiểu học; trường cấp 1; trường cấp một; cấp 1
+trường trung học cơ sở: trường thcs; trường cấp 2; trung học cơ sở; cấp 2
+trường trung học phổ thông: trường thpt; trường cấp 3; trung học phổ thông; thpt; cấp 3; trường phổ thông trung học
-trường học: trường; lớp học; phòng học; trường lớp; cổng trường; điểm trường; trường công; công lập; trường công lập
+lớp 10: vào 10; vào lớp 10; tuyển sinh 10; tuyển sinh lớp 10; thi vào lớp 10
-học sinh: các cháu; con em; học trò; sinh viên; các em
-hết lớp 9: học sinh lớp 9; tốt nghiệp thcs; tốt nghiệp lớp 9; lớp 9; thcs
giáo viên: biên chế giáo viên; thầy cô; thiếu giáo viên; nhà giáo
dạy thêm: học thêm; dạy thêm học thêm
khoản thu: học phí; thu đầu năm; lạm thu; tiền trường; khoản đóng góp; thu chi; các khoản thu ngoài
bữa ăn bán trú: ăn bán trú; suất ăn; bếp ăn bán trú; bán trú; bữa ăn
-chung cư: tòa nhà; tòa chung cư; nhà chung cư; cao ốc; khu chung cư; tòa; nhà cao tầng
+chung cư mini: nhà ở nhiều căn hộ; chung cư nhỏ
khu tập thể cũ: nhà tập thể; khu tập thể; chung cư cũ; nhà chung cư cũ; nhà tập thể cũ
nhà tái định cư: khu tái định cư; chung cư tái định cư; tái định cư
nhà ở xã hội: nhà xã hội; noxh; nhà thu nhập thấp; nhà cho người thu nhập thấp
+nhà thuộc sở hữu nhà nước: nghị định 61; nhà nhà nước; nhà thuê của nhà nước; nhà công
thang máy
ban quản trị: bqt; ban quản trị tòa nhà; ban quản trị chung cư
+quỹ bảo trì: kinh phí bảo trì; phí bảo trì; tiền bảo trì
phí quản lý: phí dịch vụ; phí vận hành; phí quản lý vận hành; phí chung cư
-chủ đầu tư: doanh nghiệp dự án; đơn vị đầu tư; công ty dự án
-khu đô thị: kđt; khu đô thị mới; đô thị mới; kdtm
+giấy chứng nhận: sổ đỏ; sổ hồng; giấy chứng nhận quyền sử dụng đất; gcn; gcnqsdđ; giấy tờ nhà đất; bìa đỏ;
 sổ hồng cho cư dân; quyền sử dụng đất; cấp sổ
-đất nông nghiệp: ruộng; đất ruộng; đất canh tác; đất sản xuất nông nghiệp; đất lúa
+đất dịch vụ: đất 10%; đất kinh doanh dịch vụ; suất đất dịch vụ; giao đất dịch vụ
+đất giãn dân: giãn dân; chia đất giãn dân; đất ở giãn dân; giao đất giãn dân
đất vườn: vườn liền kề; đất vườn ao; đất vườn liền kề
+dồn điền đổi thửa: dồn điền; đổi thửa; dồn ô đổi thửa
đất công: đất công ích; quỹ đất công; đất do xã quản lý; đất công cộng
đất xen kẹt: xen kẹt; đất xen kẽ; đất xen canh
nhà xưởng: kho xưởng; kho bãi; xưởng sản xuất; xưởng; kho hàng
-giá đất: bảng giá đất; bảng giá; tiền sử dụng đất; nghĩa vụ tài chính về đất
tiền thuê đất: thuê đất; miễn giảm tiền thuê
bồi thường: đền bù; giá đền bù; giá bồi thường; đơn giá bồi thường; bồi thường hỗ trợ; tiền đền bù
giải phóng mặt bằng: gpmb; bàn giao mặt bằng; mặt bằng dự án
tạm cư: bố trí tạm cư; nơi ở tạm; tiền tạm cư
thu hồi đất: bị thu hồi đất; mất đất; đất bị thu hồi; diện thu hồi
+địa giới: địa giới hành chính; ranh giới hành chính; địa giới thôn; ranh giới
trụ sở dôi dư: trụ sở cũ; trụ sở bỏ không; tài sản công dôi dư; trụ sở dư thừa; trụ sở bỏ hoang
quy hoạch: đồ án quy hoạch; quy hoạch phân khu; chỉ giới
dự án treo: dự án chậm triển khai; dự án bỏ hoang; dự án chậm tiến độ; bỏ hoang; chậm triển khai
đình chùa: di tích; di tích lịch sử; đình làng; chùa; đền; đình; làng cổ; di tích cấp thành phố
chợ: chợ truyền thống; chợ dân sinh; tiểu thương; chợ cóc; chợ tạm; chợ làng
+thịt: kiểm dịch; giết mổ; dấu kiểm dịch; thịt lợn
thực phẩm: an toàn thực phẩm; vệ sinh thực phẩm; ngộ độc; ngộ độc thực phẩm; bếp ăn tập thể; nguồn gốc thực phẩm; attp
xăng dầu: cửa hàng xăng; cây xăng; trạm xăng; cửa hàng xăng dầu
karaoke: quán karaoke; loa kéo; loa kẹo kéo; hát karaoke; loa đài; loa thùng; nhạc lớn
phòng cháy chữa cháy: pccc; phòng cháy; chữa cháy; cháy nổ; an toàn cháy; lối thoát nạn; thoát hiểm
trụ nước chữa cháy: trụ cứu hỏa; họng nước chữa cháy; trụ nước cứu hỏa; trụ nước
nhà trọ: khu trọ; phòng trọ; xóm trọ; khu nhà trọ; thuê trọ
camera: camera an ninh; camera giám sát; lắp camera; mắt thần
trộm cắp: mất trộm; trộm; mất cắp; mất xe; trộm xe
đua xe: lạng lách; tụ tập đua xe; đánh võng; tổ lái; rú ga; nẹt pô; thanh niên tụ tập
lừa đảo: lừa đảo qua mạng; lừa đảo trực tuyến; lừa đảo trên mạng; giả danh; chiếm đoạt tài sản; lừa đảo qua điện thoại
ma túy: nghiện hút; tệ nạn; con nghiện; tệ nạn xã hội
tổ dân phố: thôn tổ dân phố; khu dân cư mới; tdp
+phụ cấp: chế độ phụ cấp; mức phụ cấp; phụ cấp cho cán bộ; thù lao; bồi dưỡng hằng tháng
+cán bộ không chuyên trách: không chuyên trách; cán bộ bán chuyên trách; người hoạt động không chuyên trách
công chức: biên chế; cán bộ công chức; viên chức; biên chế công chức
chi hội: chi hội ở thôn; đoàn thể; hội phụ nữ; hội nông dân; chi hội cựu chiến binh; các hội
người có công: thân nhân liệt sĩ; liệt sĩ; thương binh; gia đình chính sách; liệt sỹ; người có công với cách mạng
+chất độc hóa học: chất độc da cam; nhiễm chất độc; hoạt động kháng chiến; dioxin; kháng chiến
người khuyết tật: khuyết tật; khuyết tật nặng; tàn tật
người cao tuổi: người già; các cụ; người lớn tuổi; cao tuổi
-trợ cấp: trợ cấp hằng tháng; trợ cấp xã hội; mức trợ cấp; bảo trợ xã hội; trợ cấp hàng tháng; tiền trợ cấp
đào tạo nghề: dạy nghề; học nghề; chuyển đổi nghề; chuyển đổi việc làm; việc làm; chuyển đổi nghề nghiệp; tạo việc làm
công nhân: người lao động; lao động; công nhân lao động
doanh nghiệp: công ty; nhà máy
hợp tác xã: htx
hộ kinh doanh: hóa đơn điện tử; máy tính tiền; kinh doanh nhỏ; hộ kinh doanh nhỏ; thuế khoán
ocop: thương hiệu; sản phẩm làng nghề; nhãn hiệu; chứng nhận ocop
dịch tả lợn: dịch tả; tả lợn châu phi; dịch bệnh; lợn chết
công nghệ cao: nông nghiệp công nghệ cao; nông nghiệp sạch; nông nghiệp hữu cơ
+cây đào quất: trồng đào; quất; hoa đào; cây quất; vườn đào
bão: cơn bão; yagi; bão số 3; sau bão
vùng dân tộc: dân tộc thiểu số; đồng bào dân tộc; miền núi; vùng miền núi; đồng bào dao; đồng bào
du lịch: phát triển du lịch; khách du lịch; điểm du lịch
+dịch vụ công: cổng dịch vụ công; dịch vụ công trực tuyến; hồ sơ trực tuyến; nộp trực tuyến; phần mềm; khai sinh
một cửa: bộ phận một cửa; điểm tiếp nhận hồ sơ; quầy tiếp nhận; quầy; trung tâm hành chính công; hành chính công
cơ sở dữ liệu: dữ liệu dân cư; dữ liệu đất đai; cơ sở dữ liệu đất đai; bản sao giấy tờ; cơ sở dữ liệu dân cư
đăng ký đất đai: đăng ký biến động; văn phòng đăng ký; chi nhánh văn phòng đăng ký; biến động đất đai; thủ tục đất đai
ihanoi: ứng dụng ihanoi; app ihanoi; qua ứng dụng
kết luận thanh tra: kết luận kiểm tra; kết luận
-dự án: công trình; hạng mục
+hàng xóm: hộ bên cạnh; nhà bên cạnh; hộ liền kề; nhà hàng xóm; nhà liền kề
-nhà ở: nhà dân; nhà của; ngôi nhà; nhà cửa; căn nhà
khu dân cư: khu dân phố; dân cư
trường đại học: đại học; cao đẳng; di dời trường
-người đi bộ: đi bộ; bộ hành
chỉ tiêu tuyển sinh: tăng chỉ tiêu; chỉ tiêu
trụ sở cơ quan: trụ sở ubnd; trụ sở làm việc; trụ sở ủy ban
"""
